/**
 * The kill ring: what Ctrl-K, Ctrl-U, Ctrl-W and Alt-D removed, newest first. Immutable.
 */
const LIMIT = 20

export type KillRing = readonly string[]

export interface Kill {
  readonly text: string
  readonly direction: 'forward' | 'backward'
  /** Whether the command before was a kill too: then they are one entry. */
  readonly append: boolean
}

export function addKill(ring: KillRing, kill: Kill): KillRing {
  if (kill.text === '') return ring
  const [newest, ...rest] = ring
  if (!kill.append || newest === undefined) return [kill.text, ...ring].slice(0, LIMIT)
  const joined = kill.direction === 'forward' ? newest + kill.text : kill.text + newest
  return [joined, ...rest]
}
