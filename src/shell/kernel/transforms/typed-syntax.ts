/** Spots TypeScript that happens to parse as JavaScript: `f<T>(x)` reads as two comparisons. */
const TYPE_ARGUMENTS = /[\w$)\]]\s*<[\s\w$.,|&[\]{}:;?"'<>=()]*>\s*[(`]/

export function looksTyped(source: string): boolean {
  return source.includes('<') && TYPE_ARGUMENTS.test(source)
}
