/** The numbered facts about association objects, collections that do not load, cascades, deletes and versions. */
import { expect, test } from 'vitest'
import {
  associationProxy,
  column,
  declarativeBase,
  foreignKey,
  inspect,
  integer,
  many,
  mapped,
  one,
  select,
  StaleDataError,
  string,
  text,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { statementsOf } from './statements.js'

const Base = declarativeBase()
const key = () => column(integer, { primaryKey: true })
const reference = (target: string, options: { ondelete?: string } = {}) =>
  column(integer, foreignKey(target, options), { nullable: true })

class Student extends Base.model('student', {
  id: key(),
  name: column(string),
  enrolments: () => many(Enrolment, { backPopulates: 'student', cascade: 'all, delete-orphan' }),
  courses: associationProxy<Course[]>('enrolments', 'course', {
    creator: (course) => new Enrolment({ course: course as Course }),
  }),
}) {
  static {
    mapped(this)
  }
}

class Course extends Base.model('course', { id: key(), title: column(string) }) {
  static {
    mapped(this)
  }
}

class Enrolment extends Base.model('enrolment', {
  student_id: column(integer, foreignKey('student.id'), { primaryKey: true }),
  course_id: column(integer, foreignKey('course.id'), { primaryKey: true }),
  grade: column(string, { nullable: true }),
  student: () => one(Student, { backPopulates: 'enrolments' }),
  course: () => one(Course),
}) {
  static {
    mapped(this)
  }
}

class Album extends Base.model('album', {
  id: key(),
  songs: () => many(Song, { lazy: 'dynamic' }),
  notes: () => many(Note, { lazy: 'writeOnly' }),
}) {
  static {
    mapped(this)
  }
}

class Song extends Base.model('song', {
  id: key(),
  title: column(string),
  album_id: reference('album.id'),
}) {
  static {
    mapped(this)
  }
}

class Note extends Base.model('note', {
  id: key(),
  body: column(string),
  album_id: reference('album.id'),
}) {
  static {
    mapped(this)
  }
}

class Owner extends Base.model('owner', {
  id: key(),
  name: column(string, { nullable: true }),
  plain: () => many(Plain, { orderBy: Plain.id }),
  passive: () => many(Passive, { passiveDeletes: true, cascade: 'all' }),
  untouched: () => many(Untouched, { passiveDeletes: 'all' }),
}) {
  static {
    mapped(this)
  }
}

class Plain extends Base.model('plain', { id: key(), owner_id: reference('owner.id') }) {
  static {
    mapped(this)
  }
}

class Passive extends Base.model('passive', {
  id: key(),
  owner_id: reference('owner.id', { ondelete: 'CASCADE' }),
}) {
  static {
    mapped(this)
  }
}

class Untouched extends Base.model('untouched', {
  id: key(),
  owner_id: reference('owner.id', { ondelete: 'SET NULL' }),
}) {
  static {
    mapped(this)
  }
}

class Mother extends Base.model('mother', {
  id: key(),
  kids: () => many(Kid, { backPopulates: 'mother', cascade: 'all, delete-orphan' }),
}) {
  static {
    mapped(this)
  }
}

class Father extends Base.model('father', {
  id: key(),
  kids: () => many(Kid, { backPopulates: 'father', cascade: 'all, delete-orphan' }),
}) {
  static {
    mapped(this)
  }
}

class Kid extends Base.model('kid', {
  id: key(),
  mother_id: reference('mother.id'),
  father_id: reference('father.id'),
  mother: () => one(Mother, { backPopulates: 'kids', nullable: true }),
  father: () => one(Father, { backPopulates: 'kids', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Account extends Base.model('account', {
  name: column(string, { primaryKey: true }),
  logins: () => many(Login, { passiveUpdates: false }),
}) {
  static {
    mapped(this)
  }
}

class Login extends Base.model('login', {
  id: key(),
  account_name: column(string, foreignKey('account.name'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Draft extends Base.model(
  'draft',
  { id: key(), body: column(string), version: column(integer) },
  { mapper: { versionIdCol: 'version' } },
) {
  static {
    mapped(this)
  }
}

test('42: an association proxy creates and shows the objects behind the association', () => {
  const session = fixtureSession(Base.metadata)
  const student = new Student({ name: 'ann' })
  session.add(student)
  student.courses.push(new Course({ title: 'maths' }))
  session.commit()
  expect(student.enrolments[0]?.course.title).toBe('maths')
  expect([...student.courses].map((course) => course.title)).toEqual(['maths'])
})

test('43: dynamic and write-only collections never load, they are asked or added to', () => {
  const session = fixtureSession(Base.metadata)
  const album = new Album()
  album.songs.addAll([new Song({ title: 'a' }), new Song({ title: 'b' })])
  album.notes.add(new Note({ body: 'n' }))
  session.add(album)
  session.commit()
  expect(album.songs.filterBy({ title: 'b' }).count()).toBe(1)
  const notes = session.scalars(album.notes.select()).all() as Note[]
  expect(notes.map((note) => note.body)).toEqual(['n'])
  expect(() => [...(album.notes as unknown as Iterable<Note>)]).toThrow(/select\(\)|not iterable/)
})

test('45: the default cascade saves and merges; all leaves out delete-orphan', () => {
  expect([...(inspect(Owner).relationships.get('plain')?.cascade ?? [])].sort()).toEqual([
    'merge',
    'save-update',
  ])
  expect([...(inspect(Owner).relationships.get('passive')?.cascade ?? [])].sort()).toEqual([
    'delete',
    'expunge',
    'merge',
    'refresh-expire',
    'save-update',
  ])
})

test('48: without a delete cascade the rows of children lose their parent before it goes', () => {
  const session = fixtureSession(Base.metadata)
  const owner = new Owner({ plain: [new Plain(), new Plain()] })
  session.add(owner)
  session.commit()
  session.delete(owner)
  expect(statementsOf(session, () => session.flush()).slice(-2)).toEqual([
    'UPDATE plain SET owner_id=? WHERE plain.id = ?',
    'DELETE FROM owner WHERE owner.id = ?',
  ])
})

test('49: passive deletes leave unloaded children to the database, loaded ones are deleted', () => {
  const session = fixtureSession(Base.metadata)
  for (const loaded of [false, true]) {
    const owner = new Owner({ passive: [new Passive()], untouched: [new Untouched()] })
    session.add(owner)
    session.commit()
    if (loaded) expect([owner.passive.length, owner.untouched.length]).toEqual([1, 1])
    session.delete(owner)
    const written = statementsOf(session, () => session.flush()).filter(
      (sql) => !sql.startsWith('SELECT'),
    )
    const children = loaded ? ['DELETE FROM passive WHERE passive.id = ?'] : []
    expect(written).toEqual([...children, 'DELETE FROM owner WHERE owner.id = ?'])
    session.execute(text('DELETE FROM passive'))
    session.execute(text('DELETE FROM untouched'))
    session.commit()
  }
})

test('52: with two kinds of parents, an object that lost one of them is an orphan', () => {
  const session = fixtureSession(Base.metadata)
  const [mother, father, kid] = [new Mother(), new Father(), new Kid()]
  mother.kids.push(kid)
  father.kids.push(kid)
  session.addAll([mother, father])
  session.commit()
  father.kids.splice(0, 1)
  expect(statementsOf(session, () => session.flush())).toContain('DELETE FROM kid WHERE kid.id = ?')
})

test('53: without passive updates a new key is written to the children', () => {
  const session = fixtureSession(Base.metadata)
  const account = new Account({ name: 'old', logins: [new Login()] })
  session.add(account)
  session.commit()
  account.name = 'new'
  expect(statementsOf(session, () => session.flush()).filter((sql) => /^UPDATE/.test(sql))).toEqual(
    [
      'UPDATE account SET name=? WHERE account.name = ?',
      'UPDATE login SET account_name=? WHERE login.id = ?',
    ],
  )
})

test('55: a version counts up, and a row changed elsewhere is stale data', () => {
  const session = fixtureSession(Base.metadata)
  const draft = new Draft({ body: 'a' })
  session.add(draft)
  session.flush()
  draft.body = 'b'
  expect(statementsOf(session, () => session.flush())).toEqual([
    'UPDATE draft SET body=?, version=? WHERE draft.id = ? AND draft.version = ?',
  ])
  expect(draft.version).toBe(2)
  session.execute(text('UPDATE draft SET version = 9'))
  draft.body = 'c'
  expect(() => session.flush()).toThrow(StaleDataError)
})

test('55: a row that is gone already makes an unversioned delete warn', () => {
  const session = fixtureSession(Base.metadata)
  session.add(new Course({ title: 'x' }))
  session.commit()
  const course = session.scalars(select(Course)).one()
  session.execute(text('DELETE FROM course'))
  session.delete(course)
  const { warnings } = collectWarnings(() => session.flush())
  expect(warnings.map((warning) => warning.message).join()).toMatch(
    /expected to delete 1 row\(s\); 0 were matched/,
  )
})
