/**
 * Random histories of a session against a plain model: the database and the objects agree with it after every commit
 * and rollback. `ORM_SHELL_FUZZ_RUNS` sets how many; a failure prints the shortest history, which becomes a test.
 */
import { fc } from '../../helpers/fast-check.js'
import { test } from 'vitest'
import { cascades, kinds } from './schema.js'
import { runHistory, type Step } from './run.js'

const runs = Number(process.env['ORM_SHELL_FUZZ_RUNS'] ?? 500)
// A history takes some 50 ms; a busy machine is allowed five times that.
const timeout = 60_000 + runs * 250

const index = fc.nat(9)
const setting = fc.record({
  items: fc.constantFrom(...cascades),
  nodes: fc.constantFrom(...cascades),
  autoflush: fc.boolean(),
  expireOnCommit: fc.boolean(),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('create'), fc.constantFrom(...kinds)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('add'), index) },
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constantFrom('setUp', 'pushBelow', 'addLabel', 'removeLabel'),
      index,
      index,
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constantFrom(
        'delete',
        'rename',
        'detachFromUp',
        'expire',
        'forgetName',
        'merge',
        'refresh',
        'read',
      ),
      index,
    ),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constantFrom(
        'flush',
        'commit',
        'rollback',
        'expireAll',
        'beginNested',
        'release',
        'rollbackNested',
      ),
    ),
  },
)

test(
  'a session and a plain model agree on every random history',
  () => {
    fc.assert(
      fc.property(
        setting,
        fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
        runHistory,
      ),
      {
        numRuns: runs,
        endOnFailure: false,
      },
    )
  },
  timeout,
)
