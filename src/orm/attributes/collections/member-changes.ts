/**
 * What entered and left a list between two looks at it. Used to notice `user.posts[0] = post` and
 * `user.posts.length = 0`, which no method sees.
 */

export interface MemberChanges {
  readonly entered: readonly unknown[]
  readonly left: readonly unknown[]
}

/** True when nothing moved: the usual case, found without allocation. @internal */
export function isUnchanged(before: readonly unknown[], now: readonly unknown[]): boolean {
  if (before.length !== now.length) return false
  for (let index = 0; index < now.length; index += 1) {
    if (before[index] !== now[index]) return false
  }
  return true
}

/** Members count as often as they occur; their order does not matter. @internal */
export function memberChanges(before: readonly unknown[], now: readonly unknown[]): MemberChanges {
  const counts = new Map<unknown, number>()
  for (const member of before) counts.set(member, (counts.get(member) ?? 0) + 1)
  const entered = now.filter((member) => !take(counts, member))
  const left = before.filter((member) => take(counts, member))
  return { entered, left }
}

function take(counts: Map<unknown, number>, member: unknown): boolean {
  const count = counts.get(member) ?? 0
  if (count > 0) counts.set(member, count - 1)
  return count > 0
}
