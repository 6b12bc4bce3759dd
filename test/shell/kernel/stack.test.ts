/** Stacks and call sites name what the user typed: the right cell, line and column, and nothing else. */
import { afterAll, describe, expect, it } from 'vitest'
import { errorOutput } from '../../../src/shell/kernel/error-output.js'
import { Evaluator } from '../../../src/shell/kernel/evaluator.js'
import { Interrupts } from '../../../src/shell/kernel/interrupt/interrupts.js'
import { defineGlobal } from '../../../src/shell/kernel/scope.js'
import { captureSite } from '../../../src/shell/kernel/stack.js'

/** Loops are guarded, as in the kernel's process: the guard must not move anything. */
class Listening extends Interrupts {
  override get listening(): boolean {
    return true
  }
}

const evaluator = new Evaluator({
  importModule: (specifier) => import(specifier),
  interrupts: new Listening(),
})
defineGlobal('captureSite', captureSite)
afterAll(() => evaluator.close())

const errorOf = async (code: string, number: number) =>
  errorOutput((await evaluator.evaluate(code, number)).error)
const framesOf = async (code: string, number: number) => (await errorOf(code, number)).stack

describe('stacks', () => {
  it('map plain JavaScript, guards included', async () => {
    expect(await framesOf('for (const a of [1]) a.b.c', 11)).toEqual(['In[11]:1:26'])
    expect(await framesOf('for (;;) { null.x }', 12)).toEqual(['In[12]:1:17'])
  })

  it('map TypeScript', async () => {
    const code =
      'function f(n: number): number {\n  // comment\n  const y: string = ""\n  if (n > 2) throw new TypeError("too big")\n  return n\n}'
    await evaluator.evaluate(code, 20)
    expect(await framesOf('\n\n  f(3)', 21)).toEqual(['f (In[20]:4:20)', 'In[21]:3:3'])
    expect(await framesOf('for (const n of [1, 5] as number[]) { f(n) }', 22)).toEqual([
      'f (In[20]:4:20)',
      'In[22]:1:39',
    ])
  })

  it('cross awaits and cells', async () => {
    await evaluator.evaluate('const g = async () => { await null; f(5) }', 30)
    expect(await framesOf('await g()', 31)).toEqual([
      'f (In[20]:4:20)',
      'g (In[30]:1:37)',
      'In[31]:1:1',
    ])
  })

  it('allow for what was put before the input', async () => {
    await evaluator.evaluate('"text"', 40)
    expect(await framesOf('.nowhere.deeper', 41)).toEqual(['In[41]:1:10'])
    expect(await framesOf('{ a: nothing }', 42)).toEqual(['In[42]:1:6'])
  })

  it('map rewritten imports', async () => {
    expect(await framesOf('import { join } from "node:path"; join(1)', 50)).toEqual(['In[50]:1:35'])
  })
})

describe('call sites', () => {
  it('name the innermost line of the user', async () => {
    const site = async (code: string, number: number) =>
      (await evaluator.evaluate(code, number)).value
    expect(await site('captureSite()', 60)).toBe('In[60]:1:1')
    expect(await site('let s: unknown\n[1].map(() => { s = captureSite() })\ns', 61)).toBe(
      'In[61]:2:21',
    )
    expect(await site('await null; captureSite()', 62)).toBe('In[62]:1:13')
  })
})

describe('error blocks', () => {
  it('show the line and a caret for syntax errors', async () => {
    expect(await errorOf('const a = 1\n\tlet y = ;', 70)).toMatchObject({
      name: 'SyntaxError',
      excerpt: '\tlet y = ;\n\t        ^',
    })
  })

  it('show anything thrown', async () => {
    expect(await errorOf('throw { code: 1 }', 71)).toMatchObject({ message: '{ code: 1 }' })
  })
})
