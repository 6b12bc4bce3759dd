/**
 * Keeps native objects from being collected where that ends the process: from Node 24.19 on, the base class of
 * better-sqlite3 12's objects aborts when it is collected while no JavaScript runs. See docs/decisions/0006.
 */
const isAffected = Number(process.versions.node.split('.')[0]) >= 24

const kept: object[] = []

/** Answers the object, kept for the life of the process on the versions concerned. */
export function retained<T extends object>(native: T): T {
  if (isAffected) kept.push(native)
  return native
}
