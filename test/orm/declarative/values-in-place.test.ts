/** Values that are made of columns or changed in place, and mappings that come and go. */
import { expect, test } from 'vitest'
import {
  column,
  columnProperty,
  Comparator,
  composite,
  createEngine,
  declarativeBase,
  func,
  inspect,
  integer,
  json,
  mapped,
  MetaData,
  MutableComposite,
  MutableDict,
  MutableList,
  registry,
  select,
  Session,
  string,
  UnmappedClassError,
} from '../../../src/index.js'

const Base = declarativeBase()

class Point extends MutableComposite {
  constructor(
    public x: number,
    public y: number,
  ) {
    super()
  }
}

class IgnoringCase extends Comparator<string> {
  override eq(other: unknown) {
    return func.lower(this).eq(func.lower(other))
  }
}

class Vertex extends Base.model('vertices', {
  id: column(integer, { primaryKey: true }),
  name: column(string),
  x: column(integer),
  y: column(integer),
  position: composite(Point, 'x', 'y'),
  settings: column(MutableDict.asMutable(json<Record<string, unknown>>())),
  scores: column(MutableList.asMutable(json<number[]>())),
}) {
  static {
    mapped(this)
  }

  get sameName() {
    return this.name.toLowerCase()
  }

  static get sameName() {
    return new IgnoringCase(this.name)
  }
}

function stored(): { session: Session; vertex: Vertex } {
  const engine = createEngine('sqlite://')
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  const vertex = new Vertex({ name: 'A', position: new Point(1, 2), settings: {}, scores: [1] })
  session.add(vertex)
  session.commit()
  return { session, vertex }
}

test('composites follow their columns and are compared column by column', () => {
  const { session, vertex } = stored()
  expect([vertex.x, vertex.y, vertex.position.y]).toEqual([1, 2, 2])
  expect(vertex.position).toBe(vertex.position)
  expect(session.scalars(select(Vertex).where(Vertex.position.eq(new Point(1, 2)))).one()).toBe(
    vertex,
  )
  const [position] = session.execute(select(Vertex.position as never)).one() as unknown as [Point]
  expect(position.x).toBe(1)
})

test('fields of a mutable composite are written when they are set', () => {
  const { session, vertex } = stored()
  vertex.position.x = 8
  expect(session.dirty.has(vertex)).toBe(true)
  session.commit()
  expect(vertex.x).toBe(8)
  expect(inspect(vertex).attrs.position.history.unchanged).toHaveLength(1)
})

test('mutable objects and arrays make their owner dirty', () => {
  const { session, vertex } = stored()
  vertex.settings['theme'] = 'dark'
  vertex.scores.push(2)
  session.commit()
  expect(vertex.settings).toEqual({ theme: 'dark' })
  expect([...vertex.scores]).toEqual([1, 2])
  delete vertex.settings['theme']
  session.commit()
  expect(Object.keys(vertex.settings)).toEqual([])
  expect(() => (vertex.scores = 5 as never)).toThrow("Attribute 'scores' does not accept objects")
})

test('a hybrid compares as its comparator says, and has no other operators', () => {
  const { session } = stored()
  expect(session.scalars(select(Vertex.id).where(Vertex.sameName.eq('a'))).all()).toEqual([1])
  expect(Vertex.sameName.toString()).toBe('Vertex.sameName')
  expect(() => Vertex.sameName.ne('a')).toThrow("operator 'ne'")
})

test('attributes are added to a mapped class', () => {
  const models = registry()
  class Tag extends models.model('tags', {
    id: column(integer, { primaryKey: true }),
    name: column(string),
  }) {
    static {
      mapped(this)
    }
  }
  inspect(Tag).addProperty('shout', columnProperty(func.upper(Tag.name)))
  inspect(Tag).addProperty('weight', column(integer, { nullable: true }))
  const engine = createEngine('sqlite://')
  models.metadata.createAll(engine)
  const session = new Session(engine)
  const tag = new Tag({ name: 'a', weight: 3 } as never) as Tag & { shout: string; weight: number }
  session.add(tag)
  session.commit()
  expect([tag.shout, tag.weight]).toEqual(['A', 3])
})

test('a registry forgets its classes', () => {
  const models = registry({ metadata: new MetaData({ schema: 'other' }) })
  class Gone extends models.generateBase().model('gone', {
    id: column(integer, { primaryKey: true }),
  }) {
    static {
      mapped(this)
    }
  }
  expect(Gone.__table__.fullname).toBe('other.gone')
  models.dispose()
  expect(inspect(Gone, { raiseerr: false })).toBe(null)
  expect(() => Gone.__table__).toThrow(UnmappedClassError)
})
