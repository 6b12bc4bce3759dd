/** Fixtures for tests of the sample models: a database per test, or one database and a rollback per test. */
import { test as base } from 'vitest'
import { createEngine, sessionmaker, type Session } from 'orm-shell'
import { Base, seed, User } from 'orm-shell/sample-models'
import { useSession } from 'orm-shell/testing'

/** `db` is a session on an empty database; `ada` is in it. */
export const testOnEmptyDatabase = base.extend<{ db: Session; ada: User }>({
  db: useSession(Base.metadata),
  ada: async ({ db }, use) => {
    const ada = new User({ name: 'Ada', email: 'ada@example.com' })
    db.add(ada)
    db.commit()
    await use(ada)
  },
})

const engine = createEngine('sqlite://')
Base.metadata.createAll(engine)
sessionmaker({ bind: engine }).begin(seed)

/** `db` is a session on the sample data; what the test does to it is undone. */
export const testOnSampleData = base.extend<{ db: Session }>({
  db: useSession(engine),
})
