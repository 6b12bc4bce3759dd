/**
 * The ends that come from outside: signals end the UI in order, an uncaught error restores the terminal first.
 */
export interface ProcessWatch {
  readonly onEnd: (exitCode: number) => void
  /** Gives the terminal back at once; the process is about to die. */
  readonly restore: () => void
}

const SIGNALS = { SIGTERM: 143, SIGHUP: 129, SIGINT: 130 } as const

/** Starts watching; the returned function stops it. */
export function watchProcess({ onEnd, restore }: ProcessWatch): () => void {
  const listeners = Object.entries(SIGNALS).map(
    ([signal, code]) => [signal, () => onEnd(code)] as const,
  )
  const crash = (error: unknown): void => {
    restore()
    console.error(error)
    process.exit(1)
  }
  for (const [signal, listener] of listeners) process.on(signal, listener)
  process.on('uncaughtException', crash)
  process.on('exit', restore)
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
    process.off('uncaughtException', crash)
    process.off('exit', restore)
  }
}
