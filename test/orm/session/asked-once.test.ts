/** A session that chooses its engine by itself is asked once a statement, whether or not somebody listens. */
import { expect, onTestFinished, test } from 'vitest'
import {
  column,
  createEngine,
  declarativeBase,
  foreignKey,
  integer,
  many,
  mapped,
  select,
  Session,
} from 'orm-shell'

const Base = declarativeBase()

class Parent extends Base.model('parent', {
  id: column(integer, { primaryKey: true }),
  age: column(integer),
  children: () => many(Child),
}) {
  static {
    mapped(this)
  }
}

class Child extends Base.model('child', {
  id: column(integer, { primaryKey: true }),
  parentId: column(integer, foreignKey('parent.id')),
}) {
  static {
    mapped(this)
  }
}

test.each([false, true])('listened to: %s', (isHeard) => {
  const engine = createEngine('sqlite://', isHeard ? { echo: () => undefined } : {})
  onTestFinished(() => engine.dispose())
  Base.metadata.createAll(engine)
  let asked = 0
  class Routing extends Session {
    override getBind(...args: Parameters<Session['getBind']>): ReturnType<Session['getBind']> {
      asked += 1
      return super.getBind(...args)
    }
  }
  const session = new Routing(engine)
  onTestFinished(() => session.close())
  session.addAll([new Parent({ id: 1, age: 1 }), new Parent({ id: 2, age: 2 })])
  session.commit()

  const askedBy = (work: () => unknown): number => {
    asked = 0
    work()
    return asked
  }
  const parent = session.getOne(Parent, 1)
  expect(askedBy(() => session.get(Parent, 2))).toBe(1)
  expect(askedBy(() => parent.children.length)).toBe(1)
  session.expire(parent)
  expect(askedBy(() => parent.age)).toBe(1)
  expect(askedBy(() => session.scalars(select(Parent)).all())).toBe(1)
})
