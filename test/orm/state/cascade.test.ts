import { expect, test } from 'vitest'
import {
  Session,
  column,
  createEngine,
  declarativeBase,
  event,
  foreignKey,
  integer,
  many,
  mapped,
} from '../../../src/index.js'

const Base = declarativeBase()
let constructed = 0

class Node extends Base.model('nodes', {
  id: column(integer, { primaryKey: true }),
  parentId: column(integer, foreignKey('nodes.id')),
  children: () => many(Node),
  spares: () => many(Spare),
}) {
  static {
    mapped(this)
  }

  constructor(values: { id?: number; children?: Node[]; spares?: Spare[] } = {}) {
    super(values as never)
    constructed += 1
  }
}

class Spare extends Base.model('spares', {
  id: column(integer, { primaryKey: true }),
  nodeId: column(integer, foreignKey('nodes.id')),
}) {
  static {
    mapped(this)
  }
}

const newSession = (): Session => new Session(createEngine('sqlite://'))

test('a member is followed to its end before the next one, and one relationship before the next', () => {
  const [left, right] = [new Node({ id: 2 }), new Node({ id: 3 })]
  const leaf = new Node({ id: 4 })
  left.children.push(leaf)
  const spare = new Spare({ id: 5 })
  const session = newSession()
  session.add(new Node({ id: 1, children: [left, right], spares: [spare] }))
  expect([...session.new].map((object) => (object as Node).id)).toEqual([1, 2, 4, 3, 5])
})

test('reaches each object once, however it is reached', () => {
  const shared = new Node({ id: 9 })
  const session = newSession()
  const [left, right] = [new Node({ children: [shared] }), new Node({ children: [shared] })]
  session.add(new Node({ children: [left, right] }))
  expect(session.new.size).toBe(4)
})

test('a list of many thousand members does not exhaust the stack', () => {
  const head = new Node()
  for (let last = head, count = 1; count < 20_000; count += 1) {
    const next = new Node()
    last.children.push(next)
    last = next
  }
  const session = newSession()
  session.add(head)
  expect(session.new.size).toBe(20_000)
})

test('an object is constructed, and announced, once', () => {
  const seen: object[] = []
  const listener = (object: object): void => void seen.push(object)
  event.listen(Spare, 'init', listener)
  const before = constructed
  const [node, spare] = [new Node(), new Spare()]
  event.remove(Spare, 'init', listener)
  expect(constructed - before).toBe(1)
  expect(seen).toEqual([spare])
  expect(node.id).toBe(null)
})
