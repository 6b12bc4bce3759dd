/**
 * Keeps the process alive through what user code leaves behind: late rejections, errors thrown in timers,
 * and calls of `process.exit`, which become requests.
 */
import { ExitSignal } from './errors.js'

/** How an error got away from the input that caused it. */
export type StrayOrigin = 'uncaught exception' | 'unhandled rejection'

export interface GuardOptions {
  /** Something was thrown or rejected and nobody handled it. */
  onError(error: unknown, origin: StrayOrigin): void
  onExit(code: number): void
}

/** Installs the guard; the answer removes it. */
export function guardProcess({ onError, onExit }: GuardOptions): () => void {
  const reporter = (origin: StrayOrigin) => (error: unknown) => {
    if (!(error instanceof ExitSignal)) onError(error, origin)
  }
  const thrown = reporter('uncaught exception')
  const rejected = reporter('unhandled rejection')
  process.on('uncaughtException', thrown)
  process.on('unhandledRejection', rejected)
  const exit = process.exit
  process.exit = (code) => {
    const exitCode = Number(code ?? process.exitCode ?? 0)
    onExit(exitCode)
    throw new ExitSignal(exitCode)
  }
  return () => {
    process.off('uncaughtException', thrown)
    process.off('unhandledRejection', rejected)
    process.exit = exit
  }
}
