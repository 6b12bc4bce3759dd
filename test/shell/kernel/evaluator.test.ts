/** Cells on their own: values, statements, TypeScript, modules, errors. */
import { inspect } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, describe, expect, it } from 'vitest'
import { Evaluator } from '../../../src/shell/kernel/evaluator.js'
import { userFrames } from '../../../src/shell/kernel/stack.js'

const evaluator = new Evaluator({
  importModule: (specifier) => import(/* @vite-ignore */ specifier),
})
const run = (code: string) => evaluator.evaluate(code)
const valueOf = async (code: string) => {
  const result = await run(code)
  if (!result.ok) throw result.error
  return result.value
}
afterAll(() => evaluator.close())

describe('values', () => {
  it('answers completion values of every kind by reference', async () => {
    expect(await valueOf('1 + 1')).toBe(2)
    expect(await valueOf('10n ** 20n')).toBe(10n ** 20n)
    expect(Object.is(await valueOf('-0'), -0)).toBe(true)
    expect(await valueOf('NaN')).toBeNaN()
    expect(await valueOf('null')).toBeNull()
    expect(await valueOf('Symbol.for("q")')).toBe(Symbol.for('q'))
    expect(await valueOf('globalThis.marker = { a: 1 }')).toBe(Reflect.get(globalThis, 'marker'))
  })

  it('reads a leading brace as an object before it reads a block', async () => {
    expect(await valueOf('{ a: 1, b: [1, 2] } // note')).toEqual({ a: 1, b: [1, 2] })
    expect(await valueOf('{}')).toEqual({})
    expect((await run('{ const hidden = 1; hidden }')).shown).toBe(false)
    expect(await valueOf('{ a: 1 as number }')).toEqual({ a: 1 })
    expect(await run('{ a: 1, b: 2 };')).toMatchObject({ value: { a: 1, b: 2 }, shown: false })
    expect((await run('{ let inner = 1; inner; };')).ok).toBe(true)
  })

  it('keeps the last value in _ and the last error in _error', async () => {
    await run('[3, 1, 2]')
    expect(await valueOf('_.length')).toBe(3)
    const { error } = await run('throw new TypeError("no")')
    expect(await valueOf('_error')).toBe(error)
  })

  it('keeps the values of the last hundred inputs by number', async () => {
    await evaluator.evaluate('"seven"', 1007)
    await evaluator.evaluate('"eight"', 1008)
    expect((await evaluator.evaluate('_1007 + _1008', 1009)).value).toBe('seveneight')
    await evaluator.evaluate('0', 1107)
    expect((await evaluator.evaluate('typeof _1007', 1108)).value).toBe('undefined')
  })

  it('continues the last value where the input starts with a dot', async () => {
    await run('[3, 1, 2]')
    expect(await valueOf('.slice().sort()\n  .map((n) => n * 2)')).toEqual([2, 4, 6])
    await run('[1, 2]')
    expect(await valueOf('?.at(-1)')).toBe(2)
  })

  it('prints expressions only, and none that ends with a semicolon', async () => {
    expect((await run('41')).shown).toBe(true)
    expect((await run('41;')).shown).toBe(false)
    expect((await run('41; // "note"')).shown).toBe(false)
    expect((await run('41 as number')).shown).toBe(true)
    expect((await run('41 as number; // "note"')).shown).toBe(false)
    expect((await run('"a;" // ;')).shown).toBe(true)
    expect((await run('const shown = 1')).shown).toBe(false)
  })
})

describe('statements', () => {
  it('lets const, let and class be declared again', async () => {
    await run('const x = 1; class K { a = 1 }')
    await run('const x = "again"; class K { a = 2 }')
    expect(await valueOf('[x, new K().a]')).toEqual(['again', 2])
  })

  it('lets a name be declared again as something else', async () => {
    await run('const again = 1')
    await run('let again = 2')
    expect(await valueOf('again = 3; again')).toBe(3)
    await run('class again {}')
    expect(await valueOf('const again = 4; again')).toBe(4)
    await run('import { sep as again } from "node:path"')
    expect(await valueOf('let again = 5; again')).toBe(5)
    await run('function again() { return 6 }')
    expect(await valueOf('again()')).toBe(6)
    await run('var again = 7')
    expect(await valueOf('const again = 8; again')).toBe(8)
    await run('for (var again = 0; again < 3; again++);')
    expect(await valueOf('again')).toBe(3)
    await run('if (true) { var { a: again } = { a: 9 } }')
    expect(await valueOf('again')).toBe(9)
    await run('async function again() {}')
    expect(await valueOf('var again = 10; var again = 11; again')).toBe(11)
  })

  it('lets functions be called before their declaration, and maps their positions', async () => {
    expect(await valueOf('let early = first()\nfunction first() { return 1 }\nearly')).toBe(1)
    expect(await valueOf('function second() { return 2 }\nvar v = second(); [v]')).toEqual([2])
    const code = '1\nfunction failing() {\n  throw new Error("here")\n}\nfailing()'
    const { error } = await run(code)
    expect(userFrames((error as Error).stack ?? '').join()).toMatch(/:3:9.*:5:1/)
  })

  it('keeps a name usable after its initialiser threw', async () => {
    await run('const poisoned = (() => { throw new Error("x") })()')
    expect(await valueOf('const poisoned = 2; poisoned')).toBe(2)
  })

  it('awaits at the top level', async () => {
    expect(await valueOf('const late = await Promise.resolve(5); late + 1')).toBe(6)
    expect((await run('await Promise.reject(new RangeError("far"))')).error).toBeInstanceOf(
      RangeError,
    )
  })

  it('runs TypeScript: types, enums, decorators, generics, using', async () => {
    expect(
      await valueOf('interface Foo { a: number }\nenum Color { Red, Blue = 4 }\nColor.Blue'),
    ).toBe(4)
    expect(await valueOf('function id<T>(v: T): T { return v }\nid<number>(7)')).toBe(7)
    expect(await valueOf('id<Map<string, [a: 1]>>(null!)')).toBeNull()
    expect(await valueOf('const typed = <const>"v"; typed satisfies string')).toBe('v')
    await run(
      'function twice(v: any, c: ClassMethodDecoratorContext) { return function (this: any) { return 2 * v.call(this) } }\n' +
        'class D { @twice get() { return 4 } }',
    )
    expect(await valueOf('new D().get()')).toBe(8)
    await run(
      'const closed: string[] = []\nusing thing = { [Symbol.dispose]() { closed.push("yes") } }',
    )
    expect(await valueOf('closed')).toEqual(['yes'])
  })

  it('imports modules: static, namespace, default, dynamic', async () => {
    await run('import path, { join as glue, sep } from "node:path"')
    expect(await valueOf('[typeof path.join, glue("a", "b"), sep]')).toEqual([
      'function',
      'a/b',
      '/',
    ])
    expect(await valueOf('import * as os from "node:os"; typeof os.cpus')).toBe('function')
    expect(await valueOf('import def, * as both from "node:path"; def === both.default')).toBe(true)
    expect(await valueOf('(await import("node:path")).sep')).toBe('/')
    expect(await valueOf('import.meta.dirname')).toBe(process.cwd())
    const { error } = await run("import { jion } from 'node:path'")
    expect(String(error)).toBe(
      "SyntaxError: The requested module 'node:path' does not provide an export named 'jion'",
    )
    expect(error).toMatchObject({ hint: 'did you mean join?' })
    expect(
      await valueOf(
        "import { readFileSync as r, default as fs } from 'node:fs'; r === fs.readFileSync",
      ),
    ).toBe(true)
  })

  it('accepts the exports of a pasted module', async () => {
    await run('export const exported = 1\nexport default function main() { return exported }')
    expect(await valueOf('main()')).toBe(1)
  })
})

describe('what looks like CommonJS', () => {
  it('runs, instead of becoming a function that nobody calls', async () => {
    await run('globalThis.module = { exports: {} }')
    expect(await valueOf('module.exports = { n: 1 as number }; module.exports.n + 1')).toBe(2)
    expect(await valueOf('const exports: any = {}; exports.a = 4')).toBe(4)
  })

  it('is an error where it returns from nothing', async () => {
    const { error } = await run('1; return 5')
    expect(String(error)).toMatch(/return/i)
  })
})

describe('errors', () => {
  it('places syntax errors in what the user typed', async () => {
    const { error } = await run('const fine = 1\nlet y = ;')
    expect(error).toMatchObject({ name: 'SyntaxError', position: { line: 2, column: 8 } })
  })

  it('hints at .sql where the input is SQL', async () => {
    expect((await run('SELECT * FROM users')).error).toMatchObject({
      hint: expect.stringContaining('.sql'),
    })
  })

  it('passes on whatever was thrown', async () => {
    expect((await run('throw { code: 1 }')).error).toEqual({ code: 1 })
    expect(inspect((await run('undefinedThing.foo')).error)).toContain(
      'undefinedThing is not defined',
    )
  })

  it('runs no getter when it takes a value', async () => {
    await run('globalThis.reads = 0; ({ get lazy() { globalThis.reads++; return 1 } })')
    expect(await valueOf('globalThis.reads')).toBe(0)
  })
})

describe('interruption in the same process', () => {
  it('abandons a cell that waits', async () => {
    const waiting = run('globalThis.kept = 1; await new Promise(() => {})')
    await new Promise((resolve) => setTimeout(resolve, 20))
    evaluator.cancel()
    expect(await waiting).toMatchObject({ ok: false, interrupted: true })
    expect(await valueOf('kept')).toBe(1)
  })

  it.each([
    'await new Promise(() => {})',
    'await { then() {} }',
    'await (async () => { await new Promise(() => {}) })()',
    'for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }) x',
  ])('survives the collection of what nobody can settle: %s', async (code) => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const waiting = run(code)
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      collect()
    }
    evaluator.cancel()
    expect(await waiting).toMatchObject({ ok: false, interrupted: true })
    collect()
    expect(await valueOf('1 + 1')).toBe(2)
  })

  it('iterates what is asynchronous to its end', async () => {
    const source = 'async function* count() { yield 1; yield Promise.resolve(2); yield 3 }'
    await run(
      `${source}; const seen = []; for await (const n of count()) { if (n === 3) break; seen.push(n) }`,
    )
    expect(await valueOf('seen')).toEqual([1, 2])
    expect(await valueOf('for await (const n of [Promise.resolve(4)]) seen.push(n); seen')).toEqual(
      [1, 2, 4],
    )
  })
})

describe('speed', () => {
  it('takes well under a millisecond for a plain line', async () => {
    for (let i = 0; i < 50; i++) await run('1 + 1')
    const started = performance.now()
    for (let i = 0; i < 200; i++) await run('1 + 1')
    expect((performance.now() - started) / 200).toBeLessThan(2)
  })
})
