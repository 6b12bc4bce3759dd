/** Skill: repositories, soft deletion, audit trails. */
import { describe, expect, test } from 'vitest'
import {
  column,
  dateTime,
  declarativeBase,
  foreignKey,
  func,
  inspect,
  integer,
  mapped,
  select,
  Session,
  string,
  type EntityClass,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { openBlog, User } from './blog.js'

describe('repository pattern', () => {
  class Repository<T extends object> {
    constructor(
      private readonly model: EntityClass<T>,
      private readonly db: Session,
    ) {}

    get(id: number): T | null {
      return this.db.get(this.model, id)
    }

    getAll({ skip = 0, limit = 100 } = {}): T[] {
      return this.db.scalars(select(this.model).offset(skip).limit(limit)).all()
    }

    create(object: T): T {
      this.db.add(object)
      this.db.commit()
      this.db.refresh(object)
      return object
    }

    delete(id: number): boolean {
      const object = this.get(id)
      if (!object) return false
      this.db.delete(object)
      this.db.commit()
      return true
    }
  }

  test('serves any model', () => {
    const users = new Repository(User, new Session(openBlog()))
    expect(users.get(1)?.username).toBe('ada')
    expect(users.getAll({ skip: 1, limit: 1 }).map(({ username }) => username)).toEqual(['bob'])
    const dan = users.create(new User({ email: 'dan@example.com', username: 'dan' }))
    expect(users.delete(dan.id)).toBe(true)
    expect(users.delete(dan.id)).toBe(false)
  })
})

describe('soft delete pattern', () => {
  const softDelete = { deletedAt: column('deleted_at', dateTime, { nullable: true }) }
  const Base = declarativeBase()
  class Document extends Base.model('documents', {
    id: column(integer, { primaryKey: true }),
    title: column(string),
    ...softDelete,
  }) {
    static {
      mapped(this)
    }

    get isDeleted(): boolean {
      return this.deletedAt !== null
    }
  }
  class Folder extends Base.model('folders', {
    id: column(integer, { primaryKey: true }),
    ...softDelete,
  }) {
    static {
      mapped(this)
    }
  }

  test('a deleted row stays, and is not found', () => {
    const db = fixtureSession(Base.metadata)
    const [kept, gone] = [new Document({ title: 'kept' }), new Document({ title: 'gone' })]
    db.addAll([kept, gone, new Folder()])
    db.commit()
    gone.deletedAt = new Date('2024-05-17T12:30:45Z')
    db.commit()
    expect([kept.isDeleted, gone.isDeleted]).toEqual([false, true])
    const active = select(Document).where(Document.deletedAt.is(null))
    expect(db.scalars(active).all()).toEqual([kept])
    expect(db.query(Document).count()).toBe(2)
  })
})

describe('audit trail pattern', () => {
  const audit = {
    createdAt: column('created_at', dateTime({ timezone: true }), { serverDefault: func.now() }),
    updatedAt: column('updated_at', dateTime({ timezone: true }), {
      serverDefault: func.now(),
      onupdate: func.now(),
    }),
    createdBy: column('created_by', integer, foreignKey('accounts.id'), { nullable: true }),
    updatedBy: column('updated_by', integer, foreignKey('accounts.id'), { nullable: true }),
  }
  const Base = declarativeBase()
  class Account extends Base.model('accounts', { id: column(integer, { primaryKey: true }) }) {
    static {
      mapped(this)
    }
  }
  class Article extends Base.model('articles', {
    id: column(integer, { primaryKey: true }),
    title: column(string),
    ...audit,
  }) {
    static {
      mapped(this)
    }
  }

  test('says when, and who', () => {
    const db = fixtureSession(Base.metadata)
    const [author, editor] = [new Account(), new Account()]
    db.addAll([author, editor])
    db.flush()
    const article = new Article({ title: 'Draft', createdBy: author.id })
    db.add(article)
    db.commit()
    expect(article.createdAt).toBeInstanceOf(Date)
    expect([article.createdBy, article.updatedBy]).toEqual([author.id, null])
    article.title = 'Final'
    article.updatedBy = editor.id
    db.commit()
    expect(article.updatedBy).toBe(editor.id)
    expect(inspect(Article).columnAttrs.map(({ key }) => key)).toContain('updatedBy')
  })
})
