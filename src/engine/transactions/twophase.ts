/** Two-phase commit where the database has it, and the ids of its transactions. */
import { randomBytes } from 'node:crypto'
import type { Dialect, TwophaseStatements } from '../dialect.js'
import { UnsupportedFeatureError } from '../errors.js'

/** @throws UnsupportedFeatureError where the database has no two-phase commit */
export function twophaseOf({ name, twophase }: Dialect): TwophaseStatements {
  if (twophase !== null) return twophase
  throw new UnsupportedFeatureError(`Two-phase transactions are not available on ${name}`)
}

/** An id that no other transaction has. */
export function createXid(): string {
  return `_sa_${randomBytes(16).toString('hex')}`
}
