/** The levels of the statement echo; apart, because the command line must know them before anything is loaded. */

/** `on` is SQLAlchemy's log. */
export const ECHO_MODES = ['off', 'on', 'compact', 'full'] as const

export type EchoMode = (typeof ECHO_MODES)[number]
