/**
 * Warnings: things that are allowed but probably not what was meant. Every layer says them here; the shell, tests and
 * programs listen. Without a listener they go to `process.emitWarning`, which prints them once to standard error.
 */
export type WarningCategory = 'SAWarning' | 'SADeprecationWarning' | 'MovedIn20Warning'

export interface OrmWarning {
  readonly category: WarningCategory
  readonly message: string
}

export type WarningListener = (warning: OrmWarning) => void

const listeners: WarningListener[] = []

/** Says a warning. Only the newest listener hears it, so that a test or a shell can take warnings over. */
export function warn(message: string, category: WarningCategory = 'SAWarning'): void {
  const listener = listeners.at(-1)
  if (listener) listener({ category, message })
  else process.emitWarning(message, category)
}

/**
 * Hears all warnings until the answered function is called.
 *
 * @example
 * const stop = onWarning(({ message }) => console.error(message))
 */
export function onWarning(listener: WarningListener): () => void {
  listeners.push(listener)
  return () => {
    const index = listeners.indexOf(listener)
    if (index >= 0) listeners.splice(index, 1)
  }
}

/** Runs a function and answers what it said, for tests and for previews. */
export function collectWarnings<T>(fn: () => T): { result: T; warnings: OrmWarning[] } {
  const warnings: OrmWarning[] = []
  const stop = onWarning((warning) => warnings.push(warning))
  try {
    return { result: fn(), warnings }
  } finally {
    stop()
  }
}
