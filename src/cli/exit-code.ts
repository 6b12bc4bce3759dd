/** What the process answers its caller with; documented in `--help`, relied on by scripts and CI. */
export const exitCode = {
  ok: 0,
  /** The code that was run threw. */
  evaluation: 1,
  /** Wrong flags, unreadable models, no such file. */
  usage: 2,
  /** The database did not answer; trying again later may help. */
  connection: 3,
  /** A transcript no longer says what happens. */
  doctest: 4,
  /** Some of the Python was left as it is. */
  untranslated: 4,
  /** `--fail-on-n1` found one. */
  n1: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
