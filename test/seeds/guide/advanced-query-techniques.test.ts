/** Guide, chapter 7: joins, subqueries, eager loading. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  aliased,
  func,
  inspect,
  InvalidRequestError,
  joinedload,
  selectinload,
  subqueryload,
  type Session,
} from 'orm-shell'
import { expectQueryCount, expectStatements } from 'orm-shell/testing'
import { Department, Employee, openCompany, Project, projectMembers } from './company.js'

let db: Session
beforeEach(() => {
  db = openCompany()
})

const pairs = (rows: Iterable<readonly [Employee, Department | null]>) =>
  [...rows].map(([employee, department]) => `${employee.name}/${department?.name ?? '-'}`)

describe('joins', () => {
  test('along a relationship, or by a condition', () => {
    const inBoth = ['Alice/IT', 'Bob/IT', 'Carol/HR']
    const query = db.query(Employee, Department).orderBy(Employee.name)
    expect(pairs(query.join(Employee.department).all())).toEqual(inBoth)
    const byCondition = query.join(Department, Employee.departmentId.eq(Department.id))
    expect(pairs(byCondition.all())).toEqual(inBoth)
  })

  test('outer joins keep who has no department', () => {
    const query = db.query(Employee, Department).outerjoin(Employee.department)
    expect(pairs(query.orderBy(Employee.name).all())).toEqual([
      'Alice/IT',
      'Bob/IT',
      'Carol/HR',
      'Dan/-',
    ])
  })

  test('through the table between; the left side must be clear', () => {
    const members = db.query(Employee, Project).join(projectMembers).join(Project)
    expect(() => members.all()).toThrow(InvalidRequestError)
    const clear = db
      .query(Employee, Project)
      .selectFrom(Employee)
      .join(projectMembers)
      .join(Project)
      .filter(Project.title.eq('Shell'))
      .orderBy(Employee.name)
    expect(clear.all().map(([employee, project]) => [employee.name, project.title])).toEqual([
      ['Alice', 'Shell'],
      ['Bob', 'Shell'],
    ])
  })

  test('of a table with itself need an alias', () => {
    const wrong = db.query(Employee).join(Employee.subordinates)
    expect(() => wrong.all()).toThrow(
      "Can't construct a join from Mapper[Employee(employees)] to Mapper[Employee(employees)], they are the same entity",
    )
    const Subordinate = aliased(Employee)
    const managers = db
      .query(Employee)
      .join(Subordinate, Employee.subordinates)
      .groupBy(Employee.id)
      .having(func.count(Subordinate.id).gt(0))
    expect(managers.all().map(({ name }) => name)).toEqual(['Alice'])
  })
})

describe('subqueries', () => {
  test('in FROM', () => {
    const counts = db
      .query(Department.id.label('deptId'), func.count(Employee.id).label('empCount'))
      .join(Employee, Employee.departmentId.eq(Department.id))
      .groupBy(Department.id)
      .subquery()
    const rows = db
      .query(Department.name, counts.c.empCount)
      .join(counts, Department.id.eq(counts.c.deptId))
      .orderBy(Department.name)
      .all()
    expect(rows.map(([name, count]) => [name, count])).toEqual([
      ['HR', 1],
      ['IT', 2],
    ])
  })

  test('in WHERE', () => {
    const wellPaid = db.query(Employee.departmentId).filter(Employee.salary.gt(50_000))
    const departments = db.query(Department).filter(Department.id.in(wellPaid))
    expect(departments.all().map(({ name }) => name)).toEqual(['IT'])
  })

  test('correlated, as a column', () => {
    const employeeCount = db
      .query(func.count(Employee.id))
      .filter(Employee.departmentId.eq(Department.id))
      .correlate(Department)
      .scalarSubquery()
    expectStatements(db, () => {
      const rows = db.query(Department.name, employeeCount.label('employeeCount')).all()
      expect(rows.map((row) => [row[0], row[1]])).toEqual([
        ['IT', 2],
        ['HR', 1],
      ])
    }, [
      `SELECT departments.name AS departments_name, (SELECT count(employees.id) AS count_1 FROM employees
         WHERE employees.department_id = departments.id) AS "employeeCount" FROM departments`,
    ])
  })
})

describe('eager loading (to avoid N+1 queries)', () => {
  const departmentsOf = (employees: readonly Employee[]): (string | undefined)[] =>
    employees.map(({ department }) => department?.name)

  test('joinedload reads both with one statement', () => {
    const query = db.query(Employee).options(joinedload(Employee.department))
    expectQueryCount(db, 1, () => {
      const departments = departmentsOf(query.orderBy(Employee.name).all())
      expect(departments).toEqual(['IT', 'IT', 'HR', undefined])
    })
  })

  test('selectinload and subqueryload read collections with a second', () => {
    for (const strategy of [selectinload, subqueryload]) {
      db.expungeAll()
      expectQueryCount(db, 2, () => {
        const departments = db.query(Department).options(strategy(Department.employees)).all()
        expect(departments.map(({ employees }) => employees.length)).toEqual([2, 1])
      })
    }
  })

  test('several at once', () => {
    expectQueryCount(db, 2, () => {
      const employees = db
        .query(Employee)
        .options(joinedload(Employee.department), selectinload(Employee.projects))
        .all()
      expect(employees.flatMap(({ projects }) => projects)).toHaveLength(2)
      departmentsOf(employees)
    })
  })

  test('of some columns only', () => {
    const employee = db
      .query(Employee)
      .options(joinedload(Employee.department).loadOnly(Department.name))
      .filterBy({ name: 'Alice' })
      .one()
    expect(inspect(employee.department!).unloaded.has('employees')).toBe(true)
    expect(employee.department?.name).toBe('IT')
  })
})
