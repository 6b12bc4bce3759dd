/**
 * Ctrl-Z: stops the whole foreground group, as the terminal would in cooked mode, and calls back when it goes on.
 */
const GIVE_UP_MS = 250

/**
 * Without job control the stop signal is ignored by the system and no continuation ever comes, so the timer calls
 * back too: while the process is stopped it does not run, after that it is only a little late.
 */
export function suspendProcess(resumed: () => void): void {
  const once = (): void => {
    clearTimeout(timer)
    process.off('SIGCONT', once)
    resumed()
  }
  const timer = setTimeout(once, GIVE_UP_MS)
  process.once('SIGCONT', once)
  process.kill(0, 'SIGTSTP')
}
