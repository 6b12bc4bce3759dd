/** The vocabulary of the seed, and its random numbers: the same ones in every run, on every machine. */

export const firstNames =
  'ada alan barbara claude donald edsger frances grace hedy ivan john katherine leslie margaret niklaus'.split(
    ' ',
  )

export const lastNames =
  'allen backus cerf dijkstra engelbart floyd goldberg hopper iverson johnson'.split(' ')

export const tagNames =
  'async caching css databases debugging design devops docs graphql indexes joins json legacy linux metrics migrations networking orm parsing performance postgres queues react security sql sqlite streams testing transactions typescript'.split(
    ' ',
  )

/** Top-level sections, each with its own. */
export const sections: Readonly<Record<string, readonly string[]>> = {
  Engineering: ['Backend', 'Frontend', 'Infrastructure'],
  Data: ['Modelling', 'Analytics'],
  Craft: ['Reviews', 'Writing', 'Teams'],
}

export const openings = [
  'How we untangled',
  'A field guide to',
  'What nobody says about',
  'The quiet cost of',
  'Notes on',
  'Rethinking',
  'Small steps towards',
  'The case for',
]

export const subjects = [
  'slow queries',
  'our first schema',
  'lazy loading',
  'flaky tests',
  'weekly releases',
  'the unit of work',
  'long transactions',
  'boring technology',
  'code review',
  'the identity map',
]

export const sentences = [
  'It started with one query too many.',
  'Most of the time went where nobody looked.',
  'We measured first, and were wrong about the rest.',
  'The fix was four lines; finding it took four days.',
  'Deleting the cache made everything faster.',
  'Nobody remembered why the column was nullable.',
]

export const remarks = [
  'This saved my afternoon.',
  'We saw the same at work.',
  'Does it hold for larger tables?',
  'The second half deserves its own post.',
  'I disagree, politely.',
  'Bookmarked.',
]

/** A seeded generator of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
