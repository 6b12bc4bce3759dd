/** Why statements run that something larger causes: the cascade of a delete, a merge, the loads of a flush. */
import type { StatementOrigin } from '../../../engine/observer.js'

/** The origin of a load, seen from the operation that needs it. */
export function originWithin(
  surrounding: StatementOrigin,
  origin: StatementOrigin | undefined,
): StatementOrigin {
  if (!origin) return surrounding
  const { cause } = surrounding
  if (cause === 'cascade' || cause === 'merge') return { ...origin, cause, because: surrounding }
  return { ...origin, because: surrounding }
}
