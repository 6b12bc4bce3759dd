/**
 * The ends that come from outside: signals end the UI in order, an uncaught error restores the terminal first.
 */
export interface ProcessWatch {
  readonly onEnd: (exitCode: number) => void
  /** An interrupt that did not come from our keyboard, which is in raw mode. */
  readonly onInterrupt: () => void
  /** Gives the terminal back at once; the process is about to die. */
  readonly restore: () => void
}

const SIGNALS = { SIGTERM: 143, SIGHUP: 129 } as const

/** Starts watching; the returned function stops it. */
export function watchProcess({ onEnd, onInterrupt, restore }: ProcessWatch): () => void {
  const listeners = Object.entries(SIGNALS).map(
    ([signal, code]) => [signal, () => onEnd(code)] as const,
  )
  const crash = (error: unknown): void => {
    restore()
    console.error(error)
    process.exit(1)
  }
  for (const [signal, listener] of listeners) process.on(signal, listener)
  process.on('SIGINT', onInterrupt)
  process.on('uncaughtException', crash)
  process.on('exit', restore)
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
    process.off('SIGINT', onInterrupt)
    process.off('uncaughtException', crash)
    process.off('exit', restore)
  }
}
