"""Users of a blog, by the book."""
from typing import Optional
from sqlalchemy import ForeignKey, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship, selectinload, sessionmaker


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30))
    nickname: Mapped[Optional[str]]
    posts: Mapped[list["Post"]] = relationship(back_populates="author")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User] = relationship(back_populates="posts")


class UserRepository:
    def __init__(self, session: Session):
        self.session = session

    def find(self, user_id: int) -> Optional[User]:
        return self.session.get(User, user_id)

    def by_name(self, name: str) -> list[User]:
        stmt = select(User).where(User.name == name).options(selectinload(User.posts))
        return self.session.scalars(stmt).all()

    def add(self, name, **values):
        user = User(name=name, **values)
        self.session.add(user)
        return user

    def rename(self, user: User, name: str) -> None:
        if user.name == name:
            return
        user.name = name
        self.session.commit()


engine = create_engine("sqlite:///blog.db")
SessionLocal = sessionmaker(bind=engine, expire_on_commit=False)


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def recent(session: Session, page: int = 1, per_page: int = 20):
    query = session.query(Post).join(Post.author).filter(User.nickname.is_(None))
    query = query.options(joinedload(Post.author)).order_by(Post.id.desc())
    total = query.count()
    posts = query.offset((page - 1) * per_page).limit(per_page).all()
    return {"total": total, "posts": [p.title.title() for p in posts if p.author.name != "bot"]}


with SessionLocal() as session:
    repo = UserRepository(session)
    ed = repo.add("ed", nickname="eddy")
    session.commit()
    print(ed.id, len(ed.posts))
