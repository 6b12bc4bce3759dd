/** How a script is cut into inputs. The parser is the kernel's business: brackets stand in for it here. */
import { expect, test } from 'vitest'
import { splitInputs } from '../../src/cli/plain/split-inputs.js'
import type { InputState } from '../../src/shell/protocol.js'

function check(code: string): InputState {
  const open = (code.match(/[([{]/g) ?? []).length
  const closed = (code.match(/[)\]}]/g) ?? []).length
  return open > closed ? { state: 'incomplete', indent: 2 } : { state: 'complete' }
}

async function split(script: string): Promise<readonly string[]> {
  const inputs: string[] = []
  const isCommand = (line: string): boolean => /^\.(models|echo)\b/.test(line)
  for await (const input of splitInputs(script.split('\n'), { check, isCommand }))
    inputs.push(input)
  return inputs
}

test('a line that completes a statement is an input', async () => {
  expect(await split('const one = 1\none\n')).toEqual(['const one = 1', 'one'])
})

test('an open bracket waits for its end', async () => {
  expect(await split('f({\n\n  a: 1,\n})\n2')).toEqual(['f({\n\n  a: 1,\n})', '2'])
})

test('a method chain is one input, over empty lines too', async () => {
  const chain = 'select(User)\n  .where(true)\n\n  .limit(3)'
  expect(await split(`${chain}\nnext`)).toEqual([`${chain}`, 'next'])
})

test('a second branch belongs to the first', async () => {
  const branches = 'if (a) {\n}\nelse {\n}'
  expect(await split(`${branches}\nb`)).toEqual([branches, 'b'])
})

test('a dot-command is an input by itself', async () => {
  expect(await split('a\n.models\n.echo on\nb')).toEqual(['a', '.models', '.echo on', 'b'])
})

test('spread and numbers begin an input, an unfinished end is one too', async () => {
  expect(await split('a\n...b')).toEqual(['a', '...b'])
  expect(await split('f(')).toEqual(['f('])
})
