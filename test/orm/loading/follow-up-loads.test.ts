/** Follow-up loads below one another: their order, how deep they go, what ends them. Statements as SQLAlchemy's. */
import { beforeEach, describe, expect, test } from 'vitest'
import {
  aliased,
  column,
  declarativeBase,
  foreignKey,
  immediateload,
  insert,
  integer,
  joinedload,
  many,
  mapped,
  raiseload,
  select,
  subqueryload,
  type Session,
} from '../../../src/index.js'
import { recordStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'

const Base = declarativeBase()

class Node extends Base.model('node', {
  id: column(integer, { primaryKey: true }),
  parentId: column('parent_id', integer, foreignKey('node.id'), { nullable: true }),
  children: () => many(Node, { orderBy: Node.id }),
}) {
  static {
    mapped(this)
  }
}

let session: Session

beforeEach(() => {
  session = fixtureSession(Base.metadata)
  const rows = [1, 2, 3, 4].map((id) => ({ id, parentId: id === 1 ? null : id - 1 }))
  session.execute(insert(Node), rows)
  session.commit()
})

function sent(work: () => unknown): string[] {
  const statements = recordStatements(session, work).filter(({ origin }) => origin !== null)
  return statements.map(({ sql, parameters }) => `${sql.replace(/^.* FROM /, '')} ${parameters}`)
}

const first = select(Node).where(Node.id.eq(1))
const childrenOf = (id: number) => `node WHERE ? = node.parent_id ORDER BY node.id ${id}`

describe('immediateload', () => {
  test.each([
    [1, [1, 2]],
    [2, [1, 2, 3]],
    [-1, [1, 2, 3, 4]],
  ])('with recursionDepth %i asks for the children of %j', (recursionDepth, parents) => {
    const query = first.options(immediateload(Node.children, { recursionDepth }))
    expect(sent(() => session.scalars(query).all())).toEqual([
      'node WHERE node.id = ? 1',
      ...parents.map(childrenOf),
    ])
  })

  test('ends before the follow-up loads of what it loaded begin', () => {
    const query = select(Node)
      .where(Node.id.lt(3))
      .orderBy(Node.id)
      .options(immediateload(Node.children).selectinload(Node.children))
    expect(sent(() => session.scalars(query).all())).toEqual([
      'node WHERE node.id < ? ORDER BY node.id 3',
      childrenOf(1),
      childrenOf(2),
      // Node 2 has its children already: the first level loaded them.
      'node WHERE node.parent_id IN (?) ORDER BY node.id 3',
    ])
  })
})

describe('subqueryload', () => {
  test('of an alias repeats the alias', () => {
    const alias = aliased(Node)
    const query = select(alias).where(alias.id.eq(1)).options(subqueryload(alias.children))
    const [, second] = recordStatements(session, () => session.scalars(query).all()).filter(
      ({ origin }) => origin !== null,
    )
    expect(second?.sql).toContain(
      'FROM (SELECT node_1.id AS node_1_id FROM node AS node_1 WHERE node_1.id = ?) AS anon_1 JOIN node ON anon_1.node_1_id = node.parent_id',
    )
  })

  test('joins through all relationships on the way', () => {
    const query = first.options(subqueryload(Node.children).subqueryload(Node.children))
    const statements = recordStatements(session, () => session.scalars(query).all())
    const texts = statements.filter(({ origin }) => origin !== null).map(({ sql }) => sql)
    expect(texts).toHaveLength(3)
    expect(texts[2]).toContain('AS anon_1 JOIN node AS node_1 ON anon_1.node_id = node_1.parent_id')
  })

  test('orders by its own collection before those joined below it', () => {
    const query = first.options(subqueryload(Node.children).joinedload(Node.children))
    const statements = recordStatements(session, () => session.scalars(query).all())
    expect(statements.at(-1)?.sql).toMatch(/ORDER BY node\.id, node_1\.id$/)
  })
})

describe('raiseload', () => {
  test('of one object lasts until the object expires', () => {
    const node = session.scalars(first.options(raiseload(Node.children))).one()
    expect(() => node.children).toThrow("'Node.children' is not available due to lazy='raise'")
    session.commit()
    expect(node.children).toHaveLength(1)
  })

  test('gives way to a refresh of the relationship by name', () => {
    const node = session.scalars(first.options(raiseload(Node.children))).one()
    session.refresh(node, ['children'])
    expect(node.children.map(({ id }) => id)).toEqual([2])
  })

  test('does not hold where a joined load is asked for', () => {
    const query = first.options(raiseload('*'), joinedload(Node.children))
    expect(session.scalars(query).unique().one().children).toHaveLength(1)
  })
})
