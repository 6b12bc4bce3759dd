/** Python at the prompt of a terminal: pasted after `.py`, shown as TypeScript, run with Enter. */
import { expect, test } from 'vitest'
import { openShell } from './open-shell.js'

const MINUTE = { timeout: 120_000 }

const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`

test('pasted Python becomes the next input, and Enter runs it', MINUTE, async () => {
  const shell = await openShell()
  const python = [
    'stmt = select(Tag.id).where(Tag.id < 4).order_by(Tag.id.desc())',
    'first = session.scalars(stmt).first()',
    'f"the first is {first}"',
  ]
  shell.type(paste(`.py\n${python.join('\n')}\n`))
  await shell.waitFor(/the first is \{first\}/)
  shell.type('\r')
  await shell.waitFor(/In \[\d+\]: const stmt = [\s\S]*`the first is \$\{first\}`/)
  expect(shell.text).toContain(
    'const stmt = select(Tag.id).where(Tag.id.lt(4)).orderBy(Tag.id.desc())',
  )
  expect(shell.text).not.toMatch(/^'the first is 3'$/m)
  shell.type('\r')
  await shell.waitFor(/^'the first is 3'$[\s\S]*1 statement[\s\S]*In \[3\]:/m)
})

test('what is left is told, and the proposal can be changed before it runs', MINUTE, async () => {
  const shell = await openShell()
  shell.type('.py len([1, 2])\r')
  await shell.waitFor(/In \[2\]: .*\[1, 2\]/)
  shell.type(' * 10\r')
  await shell.waitFor(/^20$/m)
  shell.type('.py import pandas\r')
  await shell.waitFor(/line 1: import pandas: no counterpart is known/)
})
