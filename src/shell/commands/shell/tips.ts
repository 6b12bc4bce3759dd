/** `.tips`: one thing the shell can do that its user may not know yet; another one each time. */
import { say, UsageError, type Command } from '../command.js'

const TIPS: readonly string[] = [
  '.state post shows one object attribute by attribute, and what reading the rest would cost',
  '.flush? shows the SQL a flush would send, and sends nothing',
  '.n1 fix runs the last input with the loader option that was advised, and compares both runs',
  '.budget 5 stops an input at its sixth statement: N+1 loops cannot hide',
  '.cascade user counts, table by table, what deleting an object would take with it',
  '.explain select(User).where(User.age.gt(25)) shows the plan without running the query',
  '.diff 3 7 tells what changed in the session between two inputs',
  'a line that starts with a dot goes on with the last value: .limit(5) means _.limit(5)',
  'each command is a function too: (await $.sql("select 1")).value',
  '.export select(User) > users.csv writes a query into a file',
  '.revert post title takes one change back and keeps the others',
  '.sandbox on: try anything, commits included; .sandbox off undoes all of it',
  '.sql last --literal prints the last statement with its parameters in place, to be pasted elsewhere',
  '.log slow finds the statements of this sitting that took more than 10 ms',
  '.erd --mermaid writes your models as a diagram for Markdown',
  'a leading space keeps an input out of the history',
]

let next = new Date().getDate() % TIPS.length

export const tips: Command = {
  name: '.tips',
  topic: 'the shell',
  usage: '[all]',
  summary: 'Something this shell can do that you may not know yet',
  examples: ['.tips', '.tips all'],
  completes: ['all'],
  run: (argument) => {
    if (argument !== '' && argument !== 'all') throw new UsageError('.tips takes nothing or all')
    if (argument === 'all') return say(TIPS.join('\n'))
    const tip = TIPS[next] ?? ''
    next = (next + 1) % TIPS.length
    return say(tip, 'normal')
  },
}
