/** `.record`: what comes out is the sitting, without secrets, and replays. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replay } from '../../../src/cli/doctest/replay.js'
import { readTranscript } from '../../../src/cli/doctest/transcript.js'
import { runShell, shellConfig } from '../../helpers/run-shell.js'

const folder = mkdtempSync(join(tmpdir(), 'record-'))

test('inputs and answers stand in a fence that is closed, in a file doctest can replay', async () => {
  const file = join(folder, 'sitting.md')
  const transcript = await runShell([
    '.record',
    `.record ${file}`,
    '1 + 1',
    'const tags = session.query(Tag)\n  .orderBy(Tag.id)\n  .limit(1)',
    'tags.all()',
    '.echo on',
    'session.get(Tag, 2).name',
    'session.get(Tag, 2).nope.deeper',
    '.record',
    '.record off',
    '"not recorded"',
  ])
  expect(transcript).toContain('nothing is recorded; .record session.md begins')
  expect(transcript).toContain(`recording into ${file}: 6 inputs so far`)
  expect(transcript).toContain(`7 inputs → ${file}`)
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(
    /^```\n>>> 1 \+ 1\n2\n>>> const tags = session\.query\(Tag\)\n\.\.\. {3}\.orderBy/,
  )
  expect(text).toContain('(1 row)')
  expect(text).toContain('FROM tags \nWHERE tags.id = ?\n')
  expect(text).toMatch(/```\n$/)
  expect(text).not.toContain('not recorded')
  const examples = readTranscript(text).filter(({ code }) => !code.startsWith('.record'))
  const answers = await replay(examples, shellConfig())
  for (const [{ code, expected }, actual] of answers) {
    const steady = (lines: readonly string[]) =>
      lines.map((line) => line.replace(/(generated in|cached since) \S+/, '$1'))
    expect([code, ...steady(actual)]).toEqual([code, ...steady(expected)])
  }
})

test('a file that is there is added to, and passwords and hidden columns stay out', async () => {
  const file = join(folder, 'old.md')
  writeFileSync(file, '# Notes')
  await runShell(
    [
      `.record ${file}`,
      'const url = "postgresql://app:hunter2@localhost/shop";',
      'session.get(User, 1)',
      '"a\\n```\\nb"',
      'console.log("``" + "`")',
      'text("```")',
      '2',
    ],
    { redact: 'email' },
  )
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(/^# Notes\n\n```\n>>> const url = "postgresql:\/\/app:\*\*\*@localhost/)
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain('ada.allen@')
  expect(text).toContain('‹redacted›')
  expect(readTranscript(text)).toHaveLength(6)
})

test('what cannot be written is said', async () => {
  const transcript = await runShell(['.record /no/such/folder/x.md', '.record off'])
  expect(transcript).toContain('cannot write /no/such/folder/x.md: there is no such folder')
  expect(transcript).toContain('UsageError: nothing is recorded')
})
