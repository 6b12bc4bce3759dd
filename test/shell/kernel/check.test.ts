/** When an input runs, when it wants another line, when it can never parse. */
import { describe, expect, it } from 'vitest'
import { checkInput } from '../../../src/shell/kernel/check.js'

const states = async (inputs: readonly string[]) =>
  Object.fromEntries(
    await Promise.all(inputs.map(async (input) => [input, (await checkInput(input)).state])),
  )
const all = (state: string, inputs: readonly string[]) =>
  Object.fromEntries(inputs.map((input) => [input, state]))

describe('checkInput', () => {
  it('runs what parses, as JavaScript or as TypeScript', async () => {
    const inputs = [
      '',
      '1 + 1',
      '{ a: 1 }',
      'const x: number = 1',
      'for (const a of [1]) a',
      '.where(User.id.gt(5))\n  .limit(3)',
      'await session.query(User).all()',
      'type A = { a: 1 }',
      'class A { @dec x = 1 }',
      '// only a comment',
    ]
    expect(await states(inputs)).toEqual(all('complete', inputs))
  })

  it('asks for more where more could save it', async () => {
    const inputs = [
      'foo(',
      'select(User)\n  .where(',
      'class A {\n  go() {',
      'x =>',
      'a ? b :',
      '`text ${',
      '`text',
      '/* note',
      'const o = {',
      'function f<T>(a: T',
      'x +',
      'if (a) {',
    ]
    expect(await states(inputs)).toEqual(all('incomplete', inputs))
  })

  it('never asks for more where nothing helps', async () => {
    const inputs = ['let y = ;', ')', 'foo(]', '"open', 'a b', 'if (x) {\n}}', '/open']
    expect(await states(inputs)).toEqual(all('invalid', inputs))
  })

  it('lets two empty lines end any input', async () => {
    expect(await checkInput('foo(\n\n\n')).toEqual({ state: 'complete' })
  })

  it('indents by the lines that left brackets open', async () => {
    expect(await checkInput('foo({')).toEqual({ state: 'incomplete', indent: 2 })
    expect(await checkInput('class A {\n  go() {')).toEqual({ state: 'incomplete', indent: 4 })
    expect(await checkInput('f([1, 2], {\n  a: 1 },')).toEqual({ state: 'incomplete', indent: 2 })
    expect(await checkInput('if (a) {\n  b(`${x}`)\n}\nelse {')).toEqual({
      state: 'incomplete',
      indent: 2,
    })
    expect(await checkInput('{ `abc')).toEqual({ state: 'incomplete', indent: 0 })
  })

  it('says where an input cannot parse, counting characters', async () => {
    expect(await checkInput('const é = "ü"\nlet ö = ;')).toMatchObject({
      state: 'invalid',
      offset: 22,
    })
    expect(await checkInput('.where(;')).toMatchObject({ state: 'invalid', offset: 7 })
  })
})
