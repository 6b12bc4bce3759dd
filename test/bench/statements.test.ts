import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * What SQLAlchemy 2.0.54 sends for the same work, measured by
 * `node bench/run.mjs --statements --peers sqlalchemy`; W8 and W8c compile only, W12 is one `session.get`.
 */
const sentBySqlalchemy = {
  W1: 1,
  W2: 3,
  W3: 1,
  W4: 21,
  W5: 10_000,
  W6: 2,
  W7: 10_000,
  W7b: 0,
  W8: 0,
  W8c: 0,
  W9: 1001,
  W10: 11_000,
  W11: 5,
  W12: 1,
}

type Name = keyof typeof sentBySqlalchemy

interface Contender {
  readonly [name: string]: (input?: unknown) => unknown
  readonly countStatements: (work: unknown) => number
  readonly release: () => void
}

interface Bench {
  readonly open: (path: string) => Contender & {
    readonly prepare: Partial<Record<Name, () => unknown>>
  }
  readonly createDataset: (path: string) => void
  readonly workloads: Readonly<Record<Name, { reset?: (db: Database.Database) => void }>>
}

const folder = mkdtempSync(join(tmpdir(), 'orm-shell-bench-'))
const dataset = join(folder, 'dataset.db')
let bench: Bench

beforeAll(async () => {
  const parts = ['contenders/orm-shell.mjs', 'dataset.mjs', 'workloads.mjs'].map(
    (path) => import(pathToFileURL(join('bench', path)).href) as Promise<Partial<Bench>>,
  )
  const [contender, data, work] = await Promise.all(parts)
  bench = { ...contender, ...data, ...work } as Bench
  bench.createDataset(dataset)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(Object.entries(sentBySqlalchemy))(
  '%s of the bench sends as many statements as SQLAlchemy',
  (name, sent) => {
    const path = join(folder, `${name}.db`)
    copyFileSync(dataset, path)
    const contender = bench.open(path)
    const own = new Database(path)
    bench.workloads[name as Name].reset?.(own)
    own.close()
    const input = contender.prepare[name as Name]?.()
    expect(contender.countStatements(() => contender[name]?.(input))).toBe(sent)
    contender.release()
  },
)
