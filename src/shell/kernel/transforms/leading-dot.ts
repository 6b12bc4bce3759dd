/**
 * `.where(…)` on its own continues the last value, as formatted method chains do when pasted.
 * Commands have been taken out before; a number such as `.5` is none of this.
 */
export function continuesLastValue(source: string): boolean {
  return /^\s*\??\.(?=[\p{ID_Start}$_([#])/u.test(source)
}

/** What goes before the input so that it continues the last value. */
export function continuationPrefix(source: string): string {
  return continuesLastValue(source) ? '_' : ''
}
