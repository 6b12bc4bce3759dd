/**
 * What changed in the session from input to input: which objects came and went, and every attribute that got another
 * value. Looks at what is in memory after each input; asks nothing of the database.
 */
import type { Session } from '../../orm/session/session.js'
import type { InstanceState } from '../../orm/state/instance-state.js'
import { attributeCell, entityName } from '../format/entity.js'
import type { Cell } from '../format/output.js'

export interface AttributeChange {
  /** `Post#3`, as it was called when it changed. */
  readonly object: string
  readonly attribute: string
  readonly before: Cell
  readonly after: Cell
}

export interface InputChanges {
  readonly input: number
  /** Objects by class that came into the session, and that left it. */
  readonly came: readonly string[]
  readonly left: readonly string[]
  readonly changes: readonly AttributeChange[]
  /** Attributes that were loaded, and that were forgotten. */
  readonly loaded: number
  readonly expired: number
}

/** Inputs kept. */
const KEPT = 50
/** More objects than this are not looked at after every input. */
const MAX_OBJECTS = 3000

type Values = ReadonlyMap<string, unknown>

export class Journal {
  readonly #entries: InputChanges[] = []
  #known: ReadonlyMap<InstanceState, Values> = new Map()

  get entries(): readonly InputChanges[] {
    return this.#entries
  }

  /** Call at the end of an input. */
  look(input: number, session: Session): void {
    const states = [...session.identityMap.allStates(), ...session.newStates]
    if (states.length > MAX_OBJECTS) return
    const now = new Map(states.map((state) => [state, valuesOf(state)]))
    this.#entries.push(compare(input, this.#known, now))
    if (this.#entries.length > KEPT) this.#entries.shift()
    this.#known = now
  }

  /** For another session: nothing of the old one is compared with it. */
  reset(): void {
    this.#known = new Map()
  }
}

/** Collections are copied, because they change in place. */
function valuesOf(state: InstanceState): Values {
  const values = new Map<string, unknown>()
  for (const key of state.manager.keys) {
    const value = state.value(key)
    if (value !== undefined)
      values.set(key, Array.isArray(value) ? [...(value as unknown[])] : value)
  }
  return values
}

type Known = ReadonlyMap<InstanceState, Values>

function compare(input: number, before: Known, now: Known): InputChanges {
  const came = [...now.keys()].filter((state) => !before.has(state))
  const left = [...before.keys()].filter((state) => !now.has(state))
  const changes: AttributeChange[] = []
  let [loaded, expired] = [0, 0]
  for (const [state, values] of now) {
    const old = before.get(state)
    if (!old) continue
    for (const key of new Set([...old.keys(), ...values.keys()])) {
      if (!old.has(key)) loaded += 1
      else if (!values.has(key)) expired += 1
      else if (!isSame(old.get(key), values.get(key)))
        changes.push(changeOf(state, key, { before: old.get(key), after: values.get(key) }))
    }
  }
  const names = (states: readonly InstanceState[]) => states.map(({ mapper }) => mapper.className)
  return { input, came: names(came), left: names(left), changes, loaded, expired }
}

function isSame(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length && before.every((member, at) => member === after[at])
  return before === after
}

function changeOf(
  state: InstanceState,
  attribute: string,
  { before, after }: { readonly before: unknown; readonly after: unknown },
): AttributeChange {
  return {
    object: entityName(state.obj),
    attribute,
    before: attributeCell(state, attribute, before),
    after: attributeCell(state, attribute, after),
  }
}

/** Several inputs as one: from the first value to the last, without what came back to where it was. */
export function combined(entries: readonly InputChanges[]): Omit<InputChanges, 'input'> {
  const byAttribute = new Map<string, AttributeChange>()
  for (const change of entries.flatMap(({ changes }) => changes)) {
    const key = `${change.object}.${change.attribute}`
    byAttribute.set(key, { ...change, before: byAttribute.get(key)?.before ?? change.before })
  }
  const sum = (fact: 'loaded' | 'expired') => entries.reduce((total, it) => total + it[fact], 0)
  return {
    came: entries.flatMap(({ came }) => came),
    left: entries.flatMap(({ left }) => left),
    changes: [...byAttribute.values()].filter(({ before, after }) => before.text !== after.text),
    loaded: sum('loaded'),
    expired: sum('expired'),
  }
}
