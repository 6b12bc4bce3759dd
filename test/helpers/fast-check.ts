/**
 * fast-check for the tests, with a fixed seed: a run says the same today and tomorrow.
 * `ORM_SHELL_FUZZ_SEED` takes another one, `random` a new one each time; a failure prints its seed.
 */
import fc from 'fast-check'

const seed = process.env['ORM_SHELL_FUZZ_SEED'] ?? '20260'
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) })

export { fc }
