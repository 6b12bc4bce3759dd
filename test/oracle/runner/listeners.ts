/**
 * `event` for one scenario: what it registers for whole classes of the library, such as all sessions, would be heard in
 * the scenarios that follow, which had processes of their own when they were recorded.
 */
import * as orm from 'orm-shell'

export class ScenarioEvents {
  readonly #registered: (() => void)[] = []

  /** What the program sees as `event`. */
  readonly event: typeof orm.event = {
    ...orm.event,
    listen: (...[target, name, fn, options]: Parameters<typeof orm.event.listen>): void => {
      orm.event.listen(target, name, fn, options)
      if (!LIBRARY.has(target)) return
      this.#registered.push(() => {
        if (orm.event.contains(target, name, fn)) orm.event.remove(target, name, fn)
      })
    },
  }

  /** Takes back what is left. */
  forget(): void {
    for (const remove of this.#registered.splice(0)) remove()
  }
}

const LIBRARY: ReadonlySet<unknown> = new Set(Object.values(orm))
