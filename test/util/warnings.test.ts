/** Who hears warnings. */
import { describe, expect, it } from 'vitest'
import { collectWarnings, onWarning, warn } from '../../src/util/warnings.js'

describe('warn', () => {
  it('tells the newest listener only', () => {
    const heard: string[] = []
    const stop = onWarning(({ message }) => heard.push(message))
    const { warnings } = collectWarnings(() => warn('inner'))
    warn('outer', 'SADeprecationWarning')
    stop()
    expect(warnings).toEqual([{ category: 'SAWarning', message: 'inner' }])
    expect(heard).toEqual(['outer'])
  })
})
