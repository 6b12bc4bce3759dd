/**
 * Reads 50,000 rows in parts, a turn of the event loop each, with a session of the kind given; prints the memory in
 * use after each part, in megabytes. Run with --expose-gc.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { createEngine } from '../../../src/create-engine.js'
import { Session } from '../../../src/orm/session/session.js'
import type { IdentityMapKind } from '../../../src/orm/state/weak-identity-map.js'
import { select } from '../../../src/sql/selectable/select.js'
import { Base, Person } from './models.js'

const PARTS = 10
const ROWS = 5000

const engine = createEngine('sqlite:///:memory:')
Base.metadata.createAll(engine)
const session = new Session(engine, { identityMap: process.argv[2] as IdentityMapKind })
session.bulkInsertMappings(
  Person,
  Array.from({ length: PARTS * ROWS }, (_, index) => ({ id: index + 1, name: `person ${index}` })),
)

function read(part: number): number {
  const after = part * ROWS
  const people = select(Person).where(Person.id.gt(after)).orderBy(Person.id).limit(ROWS)
  return session.scalars(people).all().length
}

const used: number[] = []
let rows = 0
for (let part = 0; part < PARTS; part += 1) {
  rows += read(part)
  await wait(1)
  globalThis.gc?.()
  await wait(1)
  globalThis.gc?.()
  used.push(process.memoryUsage().heapUsed / 1e6)
}
console.log(JSON.stringify({ rows, used, size: session.identityMap.size }))
