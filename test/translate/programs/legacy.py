from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String, Text, func
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import backref, relationship, sessionmaker

Base = declarative_base()


class AuditMixin(object):
    created_at = Column(DateTime, server_default=func.now())
    created_by = Column(String(64))


class Department(Base, AuditMixin):
    __tablename__ = 'departments'

    id = Column(Integer, primary_key=True)
    name = Column('dept_name', String(100), nullable=False, unique=True)  # as in the old system

    def __init__(self, name=None):
        self.name = name


class Employee(AuditMixin, Base):
    __tablename__ = 'employees'
    __table_args__ = {'sqlite_autoincrement': True}

    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False)
    notes = Column(Text)
    active = Column(Boolean, default=True, nullable=False)
    department_id = Column(Integer, ForeignKey('departments.id'))
    manager_id = Column(Integer, ForeignKey('employees.id'))

    department = relationship('Department', backref=backref('employees', order_by='Employee.name'))
    manager = relationship('Employee', remote_side=[id], backref='reports')


def hire(session, name, department):
    employee = Employee(name=name, department=department)
    session.add(employee)
    session.commit()
    return employee


def busiest(session, at_least=1):
    rows = (
        session.query(Department.name, func.count(Employee.id).label('heads'))
        .outerjoin(Department.employees)
        .group_by(Department.name)
        .having(func.count(Employee.id) >= at_least)
        .all()
    )
    return [(name, heads) for name, heads in rows]
