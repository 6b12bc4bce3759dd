/** Types of freshness.mjs. */
export function isFresh(what: 'code' | 'everything'): boolean
