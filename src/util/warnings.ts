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

/** What made the process run that is going on: said with each of its warnings. */
let note: string | null = null

/** Says with the warnings of a function how it came to run; `tag_method_for_warnings` in SQLAlchemy. */
export function noting<T>(remark: string, fn: () => T): T {
  const before = note
  note = remark
  try {
    return fn()
  } finally {
    note = before
  }
}

/** The same for a process that waits in between. */
export function* notingIo<Y, R, N>(
  remark: string,
  process: Generator<Y, R, N>,
): Generator<Y, R, N> {
  let step = noting(remark, () => process.next(...([] as unknown as [N])))
  while (!step.done) {
    let answer: N
    try {
      answer = yield step.value
    } catch (error) {
      step = noting(remark, () => process.throw(error))
      continue
    }
    step = noting(remark, () => process.next(answer))
  }
  return step.value
}

/** Says a warning. Only the newest listener hears it, so that a test or a shell can take warnings over. */
export function warn(message: string, category: WarningCategory = 'SAWarning'): void {
  const listener = listeners.at(-1)
  const text = note === null || category !== 'SAWarning' ? message : `${message} (${note})`
  if (listener) listener({ category, message: text })
  else process.emitWarning(text, category)
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
