/** What each pass makes of a cell, as text; that the result runs is the evaluator's test. */
import { describe, expect, it } from 'vitest'
import { compileCell } from '../../../src/shell/kernel/compile-cell.js'
import { Edits } from '../../../src/shell/kernel/edits.js'
import { positionAt } from '../../../src/shell/kernel/positions.js'
import { continuationPrefix } from '../../../src/shell/kernel/transforms/leading-dot.js'
import { looksTyped } from '../../../src/shell/kernel/transforms/typed-syntax.js'

const compiled = async (code: string, interruptible = false) =>
  (await compileCell(code, { interruptible })).code

describe('plain JavaScript', () => {
  it('runs as it was typed', async () => {
    for (const code of ['1 + 1', 'for (const a of b) a()', 'while (a) b', '']) {
      expect(await compiled(code)).toBe(code)
    }
  })

  it('is told from TypeScript that parses as JavaScript', () => {
    expect(['f<T>(x)', 'new Map<string, User[]>(x)', 'a.b<{ c: 1 }>`t`'].every(looksTyped)).toBe(
      true,
    )
    expect(['a < b', 'x >> (1)', 'f(x)'].some(looksTyped)).toBe(false)
  })
})

describe('module syntax', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['import "m"', 'await __import("m");'],
    [
      'import d, { a as b, "c-d" as e } from "m"',
      'let { default: d, a: b, "c-d": e } = await __import.named(["default","a","c-d"], "m");',
    ],
    ['import * as n from "m"', 'let n = await __import("m");'],
    [
      'import d, * as n from "m"',
      'let n = await __import.named(["default"], "m"), { default: d } = n;',
    ],
    [
      'import j from "./a.json" with { type: "json" }',
      'let { default: j } = await __import.named(["default"], "./a.json", { with: { type: "json" } });\n',
    ],
    ['import("m").then(f)', '__import("m").then(f)'],
    ['export const a = 1', 'let a = 1'],
    ['export default class A {}', 'class A {}'],
    ['export { a }', ''],
    ['export * from "m"', 'await __import("m");'],
    ['import.meta.url', '__import.meta.url'],
  ]
  for (const [code, expected] of cases) {
    it(`rewrites ${code}`, async () => expect(await compiled(code)).toBe(expected))
  }
})

describe('interruptible cells', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['f()', '__enter(); __leave((f()))'],
    ['(a, b); // c', '__enter(); __leave(((a, b))); // c'],
    ['await (a, b)', '__enter(); __leave((await __await(( (a, b)))))'],
    ['const x = await f()', '__enter();let x = await __await(( f()))\n;__leave()'],
    ['while (a) b', '__enter();while (a) {__tick();b}\n;__leave()'],
    ['for (;;) { await x }', '__enter();for (;;) {__tick(); await __await(( x)) }\n;__leave()'],
    ['do; while (a)', '__enter();do{__tick();;} while (a)\n;__leave()'],
    [
      'for await (const x of y) {}',
      '__enter();for await (const x of  __iterate((y))) {__tick();}\n;__leave()',
    ],
    ['const f = async () => { await x }', '__enter();let f = async () => { await x }\n;__leave()'],
  ]
  for (const [code, expected] of cases) {
    it(`marks ${code}`, async () => expect(await compiled(code, true)).toBe(expected))
  }
})

describe('continuations', () => {
  it('start with a member access', () => {
    expect(['.where(x)', '  .a', '?.[0]', '.#p'].map(continuationPrefix)).toEqual([
      '_',
      '_',
      '_',
      '_',
    ])
    expect(['.5', '...a', 'a.b', '?'].map(continuationPrefix)).toEqual(['', '', '', ''])
  })
})

describe('Edits', () => {
  it('lead every position of the result back to the source', () => {
    const edits = new Edits('one\ntwo three')
    edits.insert(0, '>>')
    edits.replace(4, 7, 'deux')
    edits.insert(13, '<<')
    const { code, toSource } = edits.apply()
    const back = (text: string) => toSource(positionAt(code, code.indexOf(text)))
    expect(code).toBe('>>one\ndeux three<<')
    expect(back('one')).toEqual({ line: 1, column: 0 })
    expect(back('deux')).toEqual({ line: 2, column: 0 })
    expect(back('three')).toEqual({ line: 2, column: 4 })
    expect(back('ee<')).toEqual({ line: 2, column: 7 })
  })
})
