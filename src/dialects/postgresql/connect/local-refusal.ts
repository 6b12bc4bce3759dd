/** Raised for what we refuse, whatever the server says: `connect-once.ts` does not try another way then. */
export class LocalRefusal extends Error {
  override readonly name = 'LocalRefusal'
}
