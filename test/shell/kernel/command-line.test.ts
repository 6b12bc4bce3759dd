/** Which inputs are commands and which are code. */
import { describe, expect, it } from 'vitest'
import { commandLine } from '../../../src/shell/kernel/command-line.js'

const names = ['.help', '.sql', '.flush?', '\\d']
const read = (code: string, { pasted = false, defined = [] as readonly string[] } = {}) =>
  commandLine(code, { names, pasted, isDefined: (name) => defined.includes(name) })

describe('commandLine', () => {
  it('knows commands by their first word', () => {
    expect(read('.help')).toBe('.help')
    expect(read('.sql select\n  1\n')).toBe('.sql select\n  1')
    expect(read('.flush?')).toBe('.flush?')
    expect(read('\\d users')).toBe('\\d users')
  })

  it('leaves chains to the last value', () => {
    expect(read('.where(User.id.gt(5))')).toBeNull()
    expect(read('.sql(1)')).toBeNull()
    expect(read('.first().name')).toBeNull()
    expect(read('.length', { defined: ['_.length'] })).toBeNull()
    expect(read('  .help')).toBeNull()
    expect(read('.5 + 1')).toBeNull()
  })

  it('treats a mistyped command as a command', () => {
    expect(read('.hlep')).toBe('.hlep')
    expect(read('.modle User')).toBe('.modle User')
    expect(read('.i ~/schema.sql')).toBe('.i ~/schema.sql')
    expect(read('.length / 2', { defined: ['_.length'] })).toBeNull()
  })

  it('takes pasted lines for code', () => {
    expect(read('.help\n.where()', { pasted: true })).toBeNull()
    expect(read('.help', { pasted: true })).toBe('.help')
  })

  it('understands the words of other shells unless they are variables', () => {
    expect(read('exit')).toBe('.exit')
    expect(read('?')).toBe('.help')
    expect(read('help', { defined: ['help'] })).toBeNull()
  })
})
