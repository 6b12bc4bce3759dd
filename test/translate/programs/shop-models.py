"""Database models of the shop."""
from __future__ import annotations

import enum
import re
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, List, Optional

from sqlalchemy import (
    Boolean, CheckConstraint, Column, DateTime, Enum, ForeignKey, Index, Integer,
    Numeric, String, Table, Text, UniqueConstraint, event, func,
)
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, Session, backref, declared_attr, mapped_column, relationship, validates,
)

if TYPE_CHECKING:
    from app.auth.models import Token

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(naming_convention=NAMING)

    def to_dict(self):
        return {c.name: getattr(self, c.name) for c in self.__table__.columns}


class TimestampMixin:
    """Creation and update times."""

    created_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())
    updated_at: Mapped[Optional[datetime]] = mapped_column(DateTime, onupdate=datetime.utcnow)


class SlugMixin:
    @declared_attr
    def slug(cls) -> Mapped[str]:
        return mapped_column(String(80), unique=True, index=True)

    @staticmethod
    def slugify(text: str) -> str:
        return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class OrderStatus(str, enum.Enum):
    NEW = "new"
    PAID = "paid"
    SHIPPED = "shipped"


product_tags = Table(
    "product_tags",
    Base.metadata,
    Column("product_id", ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
)


class User(TimestampMixin, Base):
    """A customer."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email", "tenant_id", name="uq_user_email_tenant"),
        CheckConstraint("age >= 0", name="age_positive"),
        Index("ix_users_active_email", "is_active", "email"),
        {"comment": "customers"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(default=1)
    email: Mapped[str] = mapped_column(String(255), index=True)
    first_name: Mapped[str] = mapped_column(String(50))
    last_name: Mapped[str] = mapped_column(String(50))
    age: Mapped[Optional[int]]
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    # one-to-many; orders go with the user
    orders: Mapped[List["Order"]] = relationship(
        back_populates="user", cascade="all, delete-orphan", order_by="Order.created_at.desc()"
    )
    profile: Mapped[Optional["Profile"]] = relationship(back_populates="user", uselist=False)

    @validates("email")
    def validate_email(self, key, value):
        if "@" not in value:
            raise ValueError(f"invalid email: {value!r}")
        return value.lower()

    @hybrid_property
    def full_name(self):
        return self.first_name + " " + self.last_name

    @full_name.expression
    def full_name(cls):
        return cls.first_name + " " + cls.last_name

    @hybrid_method
    def older_than(self, years):
        return self.age > years

    @property
    def order_count(self) -> int:
        return len(self.orders)

    @classmethod
    def by_email(cls, session: Session, email: str) -> Optional["User"]:
        return session.query(cls).filter(cls.email == email.lower()).one_or_none()

    def __repr__(self):
        return f"<User {self.id} {self.email}>"


class Profile(Base):
    __tablename__ = "profiles"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    bio: Mapped[Optional[str]] = mapped_column(Text)
    user: Mapped["User"] = relationship(back_populates="profile")


class Tag(Base):
    __tablename__ = "tags"
    id = Column(Integer, primary_key=True)
    name = Column(String(30), nullable=False, unique=True)


class Product(SlugMixin, TimestampMixin, Base):
    __tablename__ = "products"

    id = Column(Integer, primary_key=True)
    title = Column(String(200), nullable=False)
    price = Column(Numeric(10, 2), nullable=False, default=0)
    stock = Column(Integer, nullable=False, server_default="0")
    parent_id = Column(Integer, ForeignKey("products.id"))

    tags = relationship("Tag", secondary=product_tags, backref=backref("products", lazy="dynamic"), lazy="selectin")
    children = relationship("Product", backref=backref("parent", remote_side=[id]))
    tag_names = association_proxy("tags", "name")

    @hybrid_property
    def in_stock(self) -> bool:
        return self.stock > 0


class Order(TimestampMixin, Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    status: Mapped[OrderStatus] = mapped_column(Enum(OrderStatus), default=OrderStatus.NEW)
    total: Mapped[float] = mapped_column(default=0.0)
    user: Mapped["User"] = relationship(back_populates="orders")
    items: Mapped[List["OrderItem"]] = relationship(back_populates="order", lazy="selectin", cascade="all, delete-orphan")

    def recalculate(self) -> None:
        self.total = sum(item.quantity * item.price for item in self.items)

    def is_late(self, days=14):
        return self.status != OrderStatus.SHIPPED and datetime.utcnow() - self.created_at > timedelta(days=days)


class OrderItem(Base):
    __tablename__ = "order_items"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    quantity: Mapped[int] = mapped_column(default=1)
    price: Mapped[float]
    order: Mapped[Order] = relationship(back_populates="items")
    product: Mapped[Product] = relationship()


class Employee(Base):
    __tablename__ = "employees"
    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str]
    name: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "employee"}


class Manager(Employee):
    __tablename__ = "managers"
    id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    budget: Mapped[Optional[int]]
    __mapper_args__ = {"polymorphic_identity": "manager"}


@event.listens_for(Product, "before_insert")
def make_slug(mapper, connection, target):
    if not target.slug:
        target.slug = SlugMixin.slugify(target.title)


@event.listens_for(User.email, "set", retval=True)
def strip_email(target, value, oldvalue, initiator):
    return value.strip()
