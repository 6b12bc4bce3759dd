/** The models of the guide's chapter on advanced queries: departments, employees, projects. */
import {
  column,
  declarativeBase,
  foreignKey,
  integer,
  many,
  mapped,
  one,
  string,
  Table,
  type Session,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'

export const Base = declarativeBase()

export const projectMembers = new Table('project_members', Base.metadata, {
  employeeId: column('employee_id', integer, foreignKey('employees.id'), { primaryKey: true }),
  projectId: column('project_id', integer, foreignKey('projects.id'), { primaryKey: true }),
})

export class Department extends Base.model('departments', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  employees: () => many(Employee, { backPopulates: 'department' }),
}) {
  static {
    mapped(this)
  }
}

export class Employee extends Base.model('employees', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50)),
  salary: column(integer, { nullable: true }),
  departmentId: column('department_id', integer, foreignKey('departments.id'), { nullable: true }),
  managerId: column('manager_id', integer, foreignKey('employees.id'), { nullable: true }),
  department: () => one(Department, { backPopulates: 'employees', nullable: true }),
  projects: () => many(Project, { secondary: projectMembers, backPopulates: 'members' }),
  manager: () =>
    one(Employee, { remoteSide: Employee.id, backPopulates: 'subordinates', nullable: true }),
  subordinates: () => many(Employee, { backPopulates: 'manager' }),
}) {
  static {
    mapped(this)
  }
}

export class Project extends Base.model('projects', {
  id: column(integer, { primaryKey: true }),
  title: column(string(50)),
  members: () => many(Employee, { secondary: projectMembers, backPopulates: 'projects' }),
}) {
  static {
    mapped(this)
  }
}

/** Alice leads Bob in IT, Carol works alone in HR, Dan belongs nowhere; one project. */
export function openCompany(): Session {
  const session = fixtureSession(Base.metadata)
  const it = new Department({ name: 'IT' })
  const hr = new Department({ name: 'HR' })
  const alice = new Employee({ name: 'Alice', salary: 80_000, department: it })
  const bob = new Employee({ name: 'Bob', salary: 40_000, department: it, manager: alice })
  const carol = new Employee({ name: 'Carol', salary: 45_000, department: hr })
  const dan = new Employee({ name: 'Dan', salary: 10_000 })
  session.addAll([it, hr, new Project({ title: 'Shell', members: [alice, bob] }), carol, dan])
  session.commit()
  return session
}
