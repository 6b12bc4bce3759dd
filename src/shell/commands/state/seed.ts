/** `.seed`: objects with plausible values, pending in the session. */
import { Random } from '../../seed/random.js'
import { Seeder } from '../../seed/seeder.js'
import { say, UsageError, type Answer, type Command, type ShellContext } from '../command.js'

const [COUNT, MOST] = [10, 10_000]

export const seed: Command = {
  name: '.seed',
  topic: 'state of the session',
  usage: '<model> [number] [seed=number]',
  summary: 'New objects of a model with plausible values, not flushed',
  detail: [
    'Values fit types and names; unique columns get different ones; references go to rows there are, and what is needed',
    'and missing is made as well. Columns with a default keep it. The same seed makes the same values. Nothing is',
    'written: .flush? shows the INSERTs, .commit keeps the objects, .revert all takes them back.',
  ].join('\n'),
  examples: ['.seed User', '.seed Post 100 seed=7', '.flush?'],
  completes: 'model',
  run: (argument, context) => seeded(argument, context),
}

function seeded(argument: string, context: ShellContext): Answer {
  const [, name = '', number, of] =
    /^([\w$]+)(?:\s+(\d+))?(?:\s+(?:--)?seed[= ](\d+))?$/.exec(argument) ?? []
  if (name === '')
    throw new UsageError('.seed takes a model, a number and a seed', {
      hint: '.seed User 10 seed=7',
    })
  const count = number === undefined ? COUNT : Number(number)
  if (count < 1 || count > MOST) throw new UsageError(`.seed makes 1 to ${MOST} objects`)
  const { session, models } = context
  const before = session.new.size
  const seeder = new Seeder(session, new Random(of === undefined ? 1 : Number(of)))
  const made = seeder.make(models.mapper(name), count)
  const others = session.new.size - before - made.length
  const also = others > 0 ? `, and ${others} they refer to` : ''
  return {
    output: [
      ...context.show(made),
      ...say(
        `${made.length} new${also}; .commit keeps them, .revert all takes them back`,
        'success',
      ),
    ],
    value: made,
  }
}
