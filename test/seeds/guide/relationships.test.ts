/** Guide, chapter 5: one to many, many to many, one to one. */
import { describe, expect, test } from 'vitest'
import {
  column,
  dateTime,
  declarativeBase,
  foreignKey,
  integer,
  many,
  mapped,
  one,
  string,
  Table,
  textType,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'

const Base = declarativeBase()

class Department extends Base.model('departments', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  employees: () => many(Employee, { backPopulates: 'department' }),
}) {
  static {
    mapped(this)
  }

  override toString(): string {
    return `<Department(id=${this.id}, name='${this.name}')>`
  }
}

class Employee extends Base.model('employees', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  departmentId: column('department_id', integer, foreignKey('departments.id')),
  department: () => one(Department, { backPopulates: 'employees' }),
}) {
  static {
    mapped(this)
  }
}

describe('one-to-many relationship', () => {
  test('a department saves its employees', () => {
    const db = fixtureSession(Base.metadata)
    const it = new Department({ name: 'IT' })
    it.employees = [new Employee({ name: 'Alice' }), new Employee({ name: 'Bob' })]
    db.add(it)
    db.commit()

    const department = db.query(Department).filter(Department.name.eq('IT')).one()
    expect(String(department)).toBe("<Department(id=1, name='IT')>")
    expect(department.employees.map(({ name }) => name)).toEqual(['Alice', 'Bob'])

    const employee = db.query(Employee).filter(Employee.name.eq('Alice')).one()
    expect([employee.name, employee.department.name]).toEqual(['Alice', 'IT'])
    expect(employee.departmentId).toBe(it.id)
  })
})

const studentCourses = new Table('student_courses', Base.metadata, {
  studentId: column('student_id', integer, foreignKey('students.id'), { primaryKey: true }),
  courseId: column('course_id', integer, foreignKey('courses.id'), { primaryKey: true }),
  enrolledAt: column('enrolled_at', dateTime, {
    default: () => new Date('2024-05-17T12:30:45Z'),
    nullable: true,
  }),
})

class Student extends Base.model('students', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  courses: () => many(Course, { secondary: studentCourses, backPopulates: 'students' }),
}) {
  static {
    mapped(this)
  }
}

class Course extends Base.model('courses', {
  id: column(integer, { primaryKey: true }),
  title: column(string(100)),
  students: () => many(Student, { secondary: studentCourses, backPopulates: 'courses' }),
}) {
  static {
    mapped(this)
  }
}

describe('many-to-many relationship', () => {
  test('both sides read the table between them', () => {
    const db = fixtureSession(Base.metadata)
    const math = new Course({ title: 'Mathematics' })
    const physics = new Course({ title: 'Physics' })
    const alice = new Student({ name: 'Alice', courses: [math, physics] })
    const bob = new Student({ name: 'Bob', courses: [math] })
    db.addAll([alice, bob, math, physics])
    db.commit()

    const student = db.query(Student).filter(Student.name.eq('Alice')).one()
    expect(student.courses.map(({ title }) => title).sort()).toEqual(['Mathematics', 'Physics'])
    const course = db.query(Course).filter(Course.title.eq('Mathematics')).one()
    expect(course.students.map(({ name }) => name).sort()).toEqual(['Alice', 'Bob'])
  })

  test('the association’s own default is written with each pair', () => {
    const db = fixtureSession(Base.metadata)
    db.add(new Student({ name: 'Alice', courses: [new Course({ title: 'Mathematics' })] }))
    db.commit()
    expect(db.query(studentCourses.c.enrolledAt).scalar()).toEqual(new Date('2024-05-17T12:30:45Z'))
  })
})

class UserProfile extends Base.model('user_profiles', {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey('users.id'), { unique: true }),
  bio: column(textType, { nullable: true }),
  website: column(string(200), { nullable: true }),
  user: () => one(User, { backPopulates: 'profile' }),
}) {
  static {
    mapped(this)
  }
}

class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  username: column(string(50), { unique: true }),
  profile: () => one(UserProfile, { backPopulates: 'user', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

describe('one-to-one relationship', () => {
  test('setting one side sets the other', () => {
    const db = fixtureSession(Base.metadata)
    const user = new User({ username: 'john' })
    const profile = new UserProfile({ bio: 'Software developer', website: 'example.com' })
    user.profile = profile
    expect(profile.user).toBe(user)
    db.add(user)
    db.commit()

    const found = db.query(User).filter(User.username.eq('john')).one()
    expect([found.username, found.profile?.bio]).toEqual(['john', 'Software developer'])
  })
})
