/** The command line as data, without starting anything. */
import { describe, expect, test } from 'vitest'
import { parseArguments, type Invocation } from '../../src/cli/args.js'
import { readConfig } from '../../src/cli/config.js'
import { UsageError } from '../../src/cli/errors.js'

function parse(line: string, env: Readonly<Record<string, string>> = {}): Invocation {
  return parseArguments(line.split(' ').filter(Boolean), env, '9.9.9')
}

describe('what is asked for', () => {
  test('nothing means the terminal', () => {
    expect(parse('')).toMatchObject({ kind: 'interactive', config: { url: null, models: [] } })
  })

  test('code can be given more than once and runs in order', () => {
    expect(parse('-e 1 --eval 2')).toMatchObject({ kind: 'eval', inputs: ['1', '2'] })
  })

  test('a dash for a file is standard input', () => {
    expect(parse('-f script.ts')).toMatchObject({ kind: 'file', path: 'script.ts' })
    expect(parse('-f -').kind).toBe('interactive')
  })

  test('echo takes its mode behind a space or =, or none', () => {
    const echo = (line: string) => {
      const invocation = parse(line)
      return 'config' in invocation ? invocation.config.echo : null
    }
    expect(echo('--echo compact -e 1')).toBe('compact')
    expect(echo('--echo=full')).toBe('full')
    expect(echo('--echo -e 1')).toBe('on')
    expect(echo('-e 1 --echo')).toBe('on')
    expect(() => parse('--echo=loud')).toThrow(UsageError)
  })

  test('transcripts take the flags of the shell', () => {
    const invocation = parse('doctest --update a.md b.md --url sqlite://')
    expect(invocation).toMatchObject({ kind: 'doctest', files: ['a.md', 'b.md'], update: true })
    expect(invocation).toMatchObject({ config: { url: 'sqlite://' } })
    expect(parse('--url sqlite:// doctest a.md')).toMatchObject({ config: { url: 'sqlite://' } })
  })

  test('a translation names a file, and where to write', () => {
    expect(parse('translate a.py')).toEqual({ kind: 'translate', path: 'a.py', out: null })
    expect(parse('translate - --out b.ts')).toEqual({ kind: 'translate', path: '-', out: 'b.ts' })
  })

  test('version and help are texts', () => {
    expect(parse('--version')).toEqual({ kind: 'print', text: '9.9.9\n' })
    const help = parse('--help')
    expect(help).toMatchObject({ kind: 'print', text: expect.stringContaining('Exit codes') })
    expect(help).toMatchObject({ text: expect.stringContaining('--fail-on-n1') })
  })
})

describe('mistakes', () => {
  test.each([
    ['--nope', /unknown option '--nope'/],
    ['--url', /argument missing/],
    ['-e 1 -f a.ts', /exclude each other/],
    ['models.ts', /too many arguments/],
    ['doctest', /missing required argument/],
  ])('%s is a usage error', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError)
    expect(() => parse(line)).toThrow(message)
  })
})

describe('the environment', () => {
  test('DATABASE_URL counts unless a flag says otherwise', () => {
    const env = { DATABASE_URL: 'sqlite:///env.db' }
    expect(parse('', env)).toMatchObject({ config: { url: 'sqlite:///env.db' } })
    expect(parse('--url sqlite:///flag.db', env)).toMatchObject({
      config: { url: 'sqlite:///flag.db' },
    })
  })

  test('colours follow the flag, then FORCE_COLOR, NO_COLOR and TERM', () => {
    expect(readConfig({ color: false }, { FORCE_COLOR: '1' }).color).toBe(false)
    expect(readConfig({ color: true }, { FORCE_COLOR: '1', NO_COLOR: '1' }).color).toBe(true)
    expect(readConfig({}, { NO_COLOR: '1' }).color).toBe(false)
    expect(readConfig({}, { TERM: 'dumb' }).color).toBe(false)
    expect(readConfig({}, {}).color).toBe(null)
  })
})
