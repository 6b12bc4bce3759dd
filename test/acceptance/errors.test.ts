/** Errors of the public API: raised where SQLAlchemy raises them, in its words; only `orm-shell` is imported. */
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  column,
  createEngine,
  DBAPIError,
  declarativeBase,
  DetachedInstanceError,
  inspect,
  integer,
  IntegrityError,
  InvalidRequestError,
  joinedload,
  mapped,
  MetaData,
  NoForeignKeysError,
  NoSuchTableError,
  ObjectDeletedError,
  ObjectNotExecutableError,
  OperationalError,
  OrmError,
  raiseload,
  select,
  Session,
  StaleDataError,
  string,
  Table,
  text,
  UnmappedClassError,
  UnmappedInstanceError,
  update,
} from 'orm-shell'
import { openBlog, Tag, User } from './blog.js'

const open = () => new Session(openBlog())

describe('errors', () => {
  it('are all OrmErrors', () => {
    for (const Class of [IntegrityError, DBAPIError, UnmappedClassError, StaleDataError]) {
      expect(Class.prototype).toBeInstanceOf(OrmError)
    }
    expect(IntegrityError.prototype).toBeInstanceOf(DBAPIError)
  })

  it('say which objects are not mapped', () => {
    const session = open()
    expect(() => session.add({})).toThrow(UnmappedInstanceError)
    expect(() => session.add({})).toThrow("Class 'Object' is not mapped")
    class Plain {}
    expect(() => session.add(new Plain())).toThrow("Class 'Plain' is not mapped")
    expect(() => session.get(Plain, 1)).toThrow(InvalidRequestError)
    expect(() => inspect(Plain as never)).toThrow('No inspection system is available')
  })

  it('say what is detached', () => {
    const session = open()
    const ed = session.getOne(User, 1)
    session.close()
    expect(() => ed.posts).toThrow(DetachedInstanceError)
    expect(() => ed.posts).toThrow(
      /Parent instance <User at .*> is not bound to a Session; lazy load operation of attribute 'posts' cannot proceed/,
    )
    const other = open()
    const wendy = other.getOne(User, 2)
    other.commit()
    other.expunge(wendy)
    expect(() => wendy.name).toThrow(
      /Instance <User at .*> is not bound to a Session; attribute refresh operation cannot proceed/,
    )
  })

  it('say what is gone or has changed meanwhile', () => {
    const session = open()
    const tag = session.getOne(Tag, 1)
    session.execute(text('delete from tags where id = 1'))
    session.expire(tag)
    expect(() => tag.label).toThrow(ObjectDeletedError)
    expect(() => tag.label).toThrow(/has been deleted, or its row is otherwise not present/)
    const other = session.getOne(Tag, 2)
    session.execute(text('delete from tags where id = 2'))
    other.label = 'x'
    expect(() => session.flush()).toThrow(StaleDataError)
  })

  it('say what the database said', () => {
    const session = open()
    session.add(new User({ name: 'ed' }))
    try {
      session.commit()
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(IntegrityError)
      const { message, statement, params, orig } = error as IntegrityError
      expect(message).toContain('UNIQUE constraint failed: users.name')
      expect(message).toContain('[parameters: (')
      expect(statement).toContain('INSERT INTO users')
      expect(params).toContain('ed')
      expect(orig).toBeInstanceOf(Error)
    }
    expect(() => open().execute(text('select * from nowhere'))).toThrow(OperationalError)
  })

  it('say what is wrong with a call', () => {
    const session = open()
    expect(() => session.execute('select 1' as never)).toThrow(ArgumentError)
    expect(() => session.execute('select 1' as never)).toThrow(/text\(/)
    expect(() => session.connection().execute('select 1' as never)).toThrow(
      ObjectNotExecutableError,
    )
    expect(() => session.query(User).filterBy({ nope: 1 } as never)).toThrow(
      'has no property "nope"',
    )
    expect(() => select(Tag.id).join(User).compile()).toThrow(InvalidRequestError)
    expect(() => session.scalars(select(User).options(joinedload(User.posts))).all()).toThrow(
      'The unique() method must be invoked on this Result, as it contains results that include joined eager loads against collections',
    )
    expect(() => session.execute(update(User).values({ nope: 1 } as never))).toThrow(
      'Unconsumed column names: nope',
    )
    expect(() => session.delete(new Tag())).toThrow(/is not persisted/)
    expect(() => session.refresh(new Tag())).toThrow(/is not persistent within this Session/)
    session.expungeAll()
    const loud = session.scalars(select(User).options(raiseload(User.posts))).first()!
    expect(() => loud.posts).toThrow("'User.posts' is not available due to lazy='raise'")
    expect(() => new Session().query(User).all()).toThrow(/Could not locate a bind configured/)
  })

  it('say what is wrong with a model', () => {
    const Base = declarativeBase()
    expect(() => {
      class Keyless extends Base.model('keyless', { a: column(integer) }) {
        static {
          mapped(this)
        }
      }
      return Keyless
    }).toThrow('could not assemble any primary key columns for mapped table')
    const metadata = new MetaData()
    const a = new Table('a', metadata, { id: column(integer) })
    const b = new Table('b', metadata, { id: column(integer) })
    expect(() => a.join(b)).toThrow(NoForeignKeysError)
    expect(() => a.join(b)).toThrow("Can't find any foreign key relationships between 'a' and 'b'")
    expect(() => new Table('a', metadata, { id: column(string) })).toThrow(
      "Table 'a' is already defined for this MetaData instance",
    )
    expect(() => inspect(createEngine('sqlite://')).getColumns('nope')).toThrow(NoSuchTableError)
  })
})
