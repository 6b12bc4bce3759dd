/**
 * Keeps the process alive through what user code leaves behind: late rejections, errors thrown in timers,
 * and calls of `process.exit`, which become requests.
 */
import { ExitSignal } from './errors.js'

export interface GuardOptions {
  /** Something was thrown or rejected and nobody handled it. */
  onError(error: unknown): void
  onExit(code: number): void
}

/** Installs the guard; the answer removes it. */
export function guardProcess({ onError, onExit }: GuardOptions): () => void {
  const report = (error: unknown): void => {
    if (!(error instanceof ExitSignal)) onError(error)
  }
  process.on('uncaughtException', report)
  process.on('unhandledRejection', report)
  const exit = process.exit
  process.exit = (code) => {
    const exitCode = Number(code ?? process.exitCode ?? 0)
    onExit(exitCode)
    throw new ExitSignal(exitCode)
  }
  return () => {
    process.off('uncaughtException', report)
    process.off('unhandledRejection', report)
    process.exit = exit
  }
}
