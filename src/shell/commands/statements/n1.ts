/** `.n1`: the N+1 loads of the last input; `.n1 fix` runs that input again with the fix and shows before and after. */
import { findNPlusOne } from '../../watch/n-plus-one.js'
import { adviceFor } from '../../watch/advice.js'
import { findingBlock } from '../../watch/report.js'
import { proveFix } from '../../watch/prove.js'
import { say, UsageError, type Command } from '../command.js'

export const n1: Command = {
  name: '.n1',
  topic: 'statements',
  usage: '[fix]',
  summary: 'N+1 loads of the last input; fix proves a fix',
  detail:
    'Relationships that an input loaded object by object, and the option that loads them at once. With fix the input ' +
    'runs again with that option, together with the input that queried the objects, in a session of its own whose work is rolled back, and both runs are compared.',
  aliases: ['.fix fix'],
  examples: ['.n1', '.n1 fix', '.fix'],
  completes: ['fix'],
  run: (argument, context) => {
    if (argument !== '' && argument !== 'fix') throw new UsageError('.n1 takes nothing or fix')
    const { inputs } = context.log
    const input = inputs.findLast((candidate) => findNPlusOne(candidate).length > 0)
    if (!input) return say('no N+1 loads so far', 'muted')
    const findings = findNPlusOne(input, inputs)
    if (argument === 'fix') return proveFix(input, findings, context)
    return findings.map((finding) => findingBlock(finding, adviceFor(finding, context.models)))
  },
}
