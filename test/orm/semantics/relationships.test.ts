/** Facts 30 to 44 of the ORM's semantics: relationships, backrefs, collections. */
import { expect, test } from 'vitest'
import {
  attributeKeyedDict,
  column,
  configureMappers,
  declarativeBase,
  foreignKey,
  inspect,
  integer,
  many,
  mapped,
  one,
  orderingList,
  select,
  string,
  Table,
  withParent,
} from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { collectWarnings } from '../../../src/util/warnings.js'
import { statementsOf } from './statements.js'

const Base = declarativeBase()
const { metadata } = Base

const noteTag = new Table('note_tag', metadata, {
  note_id: column(integer, foreignKey('note.id'), { primaryKey: true }),
  tag_id: column(integer, foreignKey('tag.id'), { primaryKey: true }),
})

class User extends Base.model('user', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  notes: () => many(Note, { backPopulates: 'user', orderBy: Note.text.desc() }),
  badge: () => one(Badge, { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Note extends Base.model('note', {
  id: column(integer, { primaryKey: true }),
  text: column(string, { nullable: true }),
  user_id: column(integer, foreignKey('user.id'), { nullable: true }),
  user: () => one(User, { backPopulates: 'notes', nullable: true }),
  tags: () => many(Tag, { secondary: noteTag, backPopulates: 'notes' }),
}) {
  static {
    mapped(this)
  }
}

class Tag extends Base.model('tag', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  notes: () => many(Note, { secondary: noteTag, backPopulates: 'tags' }),
}) {
  static {
    mapped(this)
  }
}

class Badge extends Base.model('badge', {
  id: column(integer, { primaryKey: true }),
  user_id: column(integer, foreignKey('user.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

function stored() {
  const session = fixtureSession(metadata)
  const user = new User({ name: 'ed', notes: [new Note({ text: 'a' }), new Note({ text: 'b' })] })
  session.add(user)
  session.commit()
  return { session, user }
}

test('30: both sides are in step before the flush, an unloaded one without SQL', () => {
  const { session, user } = stored()
  void user.name
  const note = new Note({ text: 'c' })
  expect(statementsOf(session, () => (note.user = user))).toEqual([])
  const added = new Note({ text: 'd' })
  session.add(added)
  user.notes.push(added)
  expect(added.user).toBe(user)
})

test('31: the foreign key is set by the flush, and setting it leaves the relationship as it was', () => {
  const { session, user } = stored()
  const note = new Note({ text: 'c' })
  session.add(note)
  note.user = user
  expect(note.user_id).toBeNull()
  session.flush()
  expect(note.user_id).toBe(user.id)
  note.user_id = null
  session.flush()
  expect(note.user).toBe(user)
  session.expire(note)
  expect(note.user).toBeNull()
})

test('32: a pending object does not load by its foreign key; after the flush it does', () => {
  const { session, user } = stored()
  const { id } = user
  const note = new Note({ text: 'c', user_id: id })
  session.noAutoflush(() => {
    session.add(note)
    expect(statementsOf(session, () => note.user)).toEqual([])
  })
  session.flush()
  session.expire(note, ['user'])
  expect(note.user).toBe(user)
})

test('33: removal from the collection clears the other side at once and the key at the flush', () => {
  const { session, user } = stored()
  const [first] = user.notes as [Note]
  user.notes.splice(0, 1)
  expect(first.user).toBeNull()
  expect(statementsOf(session, () => session.flush())).toEqual([
    'UPDATE note SET user_id=? WHERE note.id = ?',
  ])
})

test('34: the same object twice in a list is one row', () => {
  const { session, user } = stored()
  const note = new Note({ text: 'c' })
  user.notes.push(note, note)
  expect(statementsOf(session, () => session.flush())).toEqual([
    'INSERT INTO note (text, user_id) VALUES (?, ?)',
  ])
  session.refresh(user, ['notes'])
  expect(user.notes.filter((each) => each === note)).toHaveLength(1)
})

test('35: assigning a list is its difference; what is not a list is refused', () => {
  const { session, user } = stored()
  const [kept, gone] = user.notes as [Note, Note]
  const added = new Note({ text: 'c' })
  user.notes = [kept, added]
  const { history } = (inspect(user) as never as { attrs: { notes: { history: never } } }).attrs
    .notes as { history: { added: Note[]; unchanged: Note[]; deleted: Note[] } }
  expect(history.added).toEqual([added])
  expect(history.unchanged).toEqual([kept])
  expect(history.deleted).toEqual([gone])
  expect(() => (user.notes = null as never)).toThrow(
    'Incompatible collection type: null is not list-like',
  )
  session.rollback()
})

test('36: replacing a one-to-one frees the old row and inserts the new one', () => {
  const { session, user } = stored()
  user.badge = new Badge({})
  session.commit()
  void user.badge
  user.badge = new Badge({})
  expect(statementsOf(session, () => session.flush())).toEqual([
    'UPDATE badge SET user_id=? WHERE badge.id = ?',
    'INSERT INTO badge (user_id) VALUES (?)',
  ])
  session.add(new Badge({ user_id: user.id }))
  session.commit()
  const { warnings } = collectWarnings(() => user.badge)
  expect(warnings[0]?.message).toContain('Multiple rows returned with uselist=False')
})

test('37: orderBy of a relationship orders every load of it', () => {
  const { session, user } = stored()
  session.expire(user, ['notes'])
  expect(statementsOf(session, () => user.notes).at(-1)).toMatch(/ORDER BY note.text DESC$/)
  expect(user.notes.map(({ text }) => text)).toEqual(['b', 'a'])
})

test('38: collections are sets, maps by an attribute, or lists that number their members', () => {
  const Own = declarativeBase()
  class Box extends Own.model('box', {
    id: column(integer, { primaryKey: true }),
    inSet: () => many(Item, { collectionClass: Set, viewonly: true }),
    byName: () => many(Item, { collectionClass: attributeKeyedDict('name'), viewonly: true }),
    inOrder: () =>
      many(Item, { collectionClass: orderingList('position'), orderBy: Item.position }),
  }) {
    static {
      mapped(this)
    }
  }
  class Item extends Own.model('item', {
    id: column(integer, { primaryKey: true }),
    name: column(string),
    position: column(integer, { nullable: true }),
    box_id: column(integer, foreignKey('box.id'), { nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  const session = fixtureSession(Own.metadata)
  const box = new Box({ inOrder: [new Item({ name: 'a' }), new Item({ name: 'b' })] })
  session.add(box)
  session.commit()
  box.inOrder.unshift(new Item({ name: 'z' }))
  expect(box.inOrder.map(({ name, position }) => [name, position])).toEqual([
    ['z', 0],
    ['a', 1],
    ['b', 2],
  ])
  session.commit()
  expect((box.inSet as never as Set<Item>).size).toBe(3)
  expect([...(box.byName as never as Map<string, Item>).keys()].sort()).toEqual(['a', 'b', 'z'])
})

test('39: a view-only relationship writes nothing', () => {
  const Own = declarativeBase()
  class Parent extends Own.model('parent', {
    id: column(integer, { primaryKey: true }),
    kids: () => many(Kid, { viewonly: true }),
  }) {
    static {
      mapped(this)
    }
  }
  class Kid extends Own.model('kid', {
    id: column(integer, { primaryKey: true }),
    parent_id: column(integer, foreignKey('parent.id'), { nullable: true }),
  }) {
    static {
      mapped(this)
    }
  }
  const session = fixtureSession(Own.metadata)
  session.add(new Parent({ kids: [new Kid({})] }))
  expect(statementsOf(session, () => session.flush())).toEqual([
    'INSERT INTO parent DEFAULT VALUES',
  ])
})

test('40: joins that foreign keys do not decide are errors that say so', () => {
  const make = (ambiguous: boolean): void => {
    const Own = declarativeBase()
    class Left extends Own.model('left_side', {
      id: column(integer, { primaryKey: true }),
      rights: () => many(Right),
    }) {
      static {
        mapped(this)
      }
    }
    const key = () => column(integer, foreignKey('left_side.id'), { nullable: true })
    const plain = () => column(integer, { nullable: true })
    class Right extends Own.model('right_side', {
      id: column(integer, { primaryKey: true }),
      one_id: ambiguous ? key() : plain(),
      two_id: ambiguous ? key() : plain(),
    }) {
      static {
        mapped(this)
      }
    }
    void [Left, Right]
    configureMappers(Own.registry)
  }
  expect(() => make(true)).toThrow(/there are multiple foreign key paths linking the tables/)
  expect(() => make(false)).toThrow(/there are no foreign keys linking these tables/)
})

test('41: a many-to-many row changed from both sides is inserted once', () => {
  const { session, user } = stored()
  const [note] = user.notes as [Note]
  const tag = new Tag({ name: 't' })
  note.tags.push(tag)
  expect(tag.notes).toEqual([note])
  expect(statementsOf(session, () => session.flush())).toEqual([
    'INSERT INTO tag (name) VALUES (?)',
    'INSERT INTO note_tag (note_id, tag_id) VALUES (?, ?)',
  ])
})

test('44: relationships compare by key, by null, by EXISTS, and with a parent', () => {
  const { session, user } = stored()
  const where = (criterion: unknown): string =>
    String(select(Note.id).where(criterion as never))
      .replace(/\s+/g, ' ')
      .replace(/^.*? WHERE /, '')
  void user.id
  expect(where(Note.user.eq(user))).toBe(':param_1 = note.user_id')
  expect(where(Note.user.is(null))).toBe('note.user_id IS NULL')
  expect(where(Note.user.has(User.name.eq('ed')))).toBe(
    'EXISTS (SELECT 1 FROM "user" WHERE "user".id = note.user_id AND "user".name = :name_1)',
  )
  expect(where(withParent(user, User.notes))).toBe(':param_1 = note.user_id')
  const any = String(select(User.id).where(User.notes.any())).replace(/\s+/g, ' ')
  expect(any).toContain('EXISTS (SELECT 1 FROM note WHERE "user".id = note.user_id)')
  session.close()
})
