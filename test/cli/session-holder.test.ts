/** What becomes of transactions on a server that nobody uses, with a clock that is turned by hand. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { accessOf } from '../../src/cli/composition/access.js'
import { IDLE_MINUTES, SessionHolder } from '../../src/cli/composition/session-holder.js'
import { createEngine, text, type Engine } from '../../src/index.js'
import type { InputRecord } from '../../src/shell/watch/query-log.js'
import { freshDatabase } from '../helpers/postgres.js'
import { shellConfig } from '../helpers/run-shell.js'

const input = { number: 1, code: '1', isCommand: false, records: [] } as unknown as InputRecord
const count = text('select count(*) from t')

let engine: Engine
let holder: SessionHolder
let messages: string[]

beforeEach(async () => {
  engine = createEngine(await freshDatabase())
  engine.begin((connection) => void connection.execute(text('create table t (id int)')))
  messages = []
  holder = new SessionHolder({
    engine,
    access: accessOf(shellConfig()),
    changed: () => undefined,
    idle: (message) => messages.push(message),
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  holder.close()
})

function use(sql: string): void {
  holder.inputBegins()
  holder.session.execute(text(sql))
  holder.inputEnded(input, holder.session)
}

const minutes = (number: number) => vi.advanceTimersByTime(number * 60_000)

test('a sandbox is rolled back, and goes on as a new one', () => {
  holder.turnSandbox(true)
  use('insert into t values (1)')
  minutes(IDLE_MINUTES - 1)
  use('insert into t values (2)')
  minutes(IDLE_MINUTES - 1)
  expect(messages).toEqual([])
  expect(holder.session.execute(count).scalar()).toBe(2)
  minutes(1)
  expect(messages).toEqual([`sandbox rolled back: nobody used it for ${IDLE_MINUTES} minutes`])
  expect(holder.sandbox).toBe(true)
  expect(holder.session.execute(count).scalar()).toBe(0)
})

test('an open transaction is told of, and kept', () => {
  use('insert into t values (1)')
  minutes(IDLE_MINUTES)
  expect(messages).toEqual([expect.stringContaining('the transaction is still open')])
  holder.session.commit()
  expect(engine.connect((connection) => connection.execute(count).scalar())).toBe(1)
})

test('without a transaction nothing is said', () => {
  use('insert into t values (1)')
  holder.inputBegins()
  holder.session.commit()
  holder.inputEnded(input, holder.session)
  minutes(IDLE_MINUTES * 2)
  expect(messages).toEqual([])
})
