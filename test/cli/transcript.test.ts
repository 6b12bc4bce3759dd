/** Reading, comparing and rewriting transcripts; nothing is run. */
import { describe, expect, test } from 'vitest'
import { matches } from '../../src/cli/doctest/compare.js'
import { readTranscript, rewriteTranscript } from '../../src/cli/doctest/transcript.js'

const document = `# Title

\`\`\`ts
>>> const one = {
...   two: 2,
... }
>>> one.two
2

>>> one
{ two: 2 }
\`\`\`

\`\`\`sh
not a transcript
\`\`\`

- in a list:

  ~~~
  >>> 'indented'
  'indented'
  ~~~
`

describe('reading', () => {
  test('inputs, continuations and answers are told apart', () => {
    const examples = readTranscript(document)
    expect(examples.map(({ line, code, expected }) => ({ line, code, expected }))).toEqual([
      { line: 4, code: 'const one = {\n  two: 2,\n}', expected: [] },
      { line: 7, code: 'one.two', expected: ['2'] },
      { line: 10, code: 'one', expected: ['{ two: 2 }'] },
      { line: 21, code: "'indented'", expected: ["'indented'"] },
    ])
  })

  test('a lone ellipsis after the input is the answer, unless more input follows', () => {
    const [first] = readTranscript('```\n>>> rows\n...\n```')
    expect(first).toMatchObject({ code: 'rows', expected: ['...'] })
    const [second] = readTranscript('```\n>>> f(\n...\n... )\n```')
    expect(second).toMatchObject({ code: 'f(\n\n)', expected: [] })
  })

  test('rewriting puts other answers in, and leaves the rest alone', () => {
    const examples = readTranscript(document)
    const answers = new Map([
      [examples[1]!, ['two', 'lines']],
      [examples[3]!, ['again']],
    ])
    const rewritten = rewriteTranscript(document, answers)
    const answersNow = readTranscript(rewritten).map((it) => it.expected)
    expect(answersNow).toEqual([[], ['two', 'lines'], ['{ two: 2 }'], ['again']])
    expect(rewritten).toContain('  again\n  ~~~')
    expect(rewriteTranscript(document, new Map())).toBe(document)
  })
})

describe('comparing', () => {
  test.each([
    ['SELECT 1\n  FROM t', 'SELECT 1 FROM t', true],
    ['SELECT 1', 'SELECT 2', false],
    ['a...c', 'abc', true],
    ['a ... c', 'a\nb\nc', true],
    ['...', '', true],
    ['a...a', 'a', false],
    ['a ... b ... c', 'a c b', false],
    ['[generated in 0.1s] (1,)', '[generated in 0.00012s] (1,)', true],
    ['[cached since 1.2s ago] (1,)', '[cached since 0.03s ago] (2,)', false],
    ['2 statements, 0.4 ms', '2 statements, 12.5 ms', true],
    ['', 'something', false],
  ])('%j describes %j: %s', (expected, actual, verdict) => {
    expect(matches(expected, actual)).toBe(verdict)
  })
})
