/**
 * Which object of one class stands for which row. Integer keys live in a dense array, others in maps, one level per
 * key column. What is held is the map's affair: a state, or a weak reference to one.
 */
import { keepShape } from '../../util/kept-shapes.js'
import { keyPart } from '../mapping/identity-key.js'
import type { InstanceState } from './instance-state.js'

/** How an identity map holds an object. */
export type Held = InstanceState | WeakRef<InstanceState>

/** How far beyond its end the dense array may grow for one key. */
const DENSE_GAP = 1024

type Level = Map<unknown, Held | Level>

/** The rows of one class (and identity token). @internal */
export class ClassIdentities {
  readonly #dense: (Held | undefined)[] = []
  /** The key of the first place in the array: new rows of a large table have keys far from 0. */
  #base = 0
  readonly #rest: Level = new Map()

  get(identity: readonly unknown[]): Held | undefined {
    if (identity.length === 1) return this.getSingle(identity[0])
    let level: Level | Held | undefined = this.#rest
    for (const value of identity) {
      if (!(level instanceof Map)) return undefined
      level = level.get(keyPart(value))
    }
    return level as Held | undefined
  }

  getSingle(value: unknown): Held | undefined {
    const part = typeof value === 'number' ? value : keyPart(value)
    if (this.#isDense(part)) {
      const held = this.#dense[part - this.#base]
      if (held !== undefined || this.#rest.size === 0) return held
    }
    return this.#rest.get(part) as Held | undefined
  }

  set(identity: readonly unknown[], held: Held): void {
    if (identity.length === 1) this.setSingle(identity[0], held)
    else this.#setIn(identity, held)
  }

  setSingle(value: unknown, held: Held): void {
    if (!this.#setDense(value, held)) this.#setIn([value], held)
  }

  #setIn(identity: readonly unknown[], held: Held): void {
    const parts = identity.map(keyPart)
    const last = parts.pop()
    this.#level(parts).set(last, held)
  }

  #setDense(value: unknown, held: Held): boolean {
    const part = typeof value === 'number' ? value : keyPart(value)
    if (this.#dense.length === 0) this.#base = baseFor(part)
    if (!this.#isDense(part) || (this.#rest.size > 0 && this.#rest.has(part))) return false
    const index = part - this.#base
    while (this.#dense.length < index) this.#dense.push(undefined)
    this.#dense[index] = held
    return true
  }

  /** Takes out what is held, if it has the key. */
  deleteSingle(value: unknown, held: Held): void {
    const index = typeof value === 'number' ? value - this.#base : -1
    if (this.#dense[index] === held) this.#dense[index] = undefined
    else if (this.getSingle(value) === held) this.delete([value])
  }

  delete(identity: readonly unknown[]): void {
    const parts = identity.map(keyPart)
    const last = parts.pop()
    if (parts.length === 0 && this.#isDense(last)) {
      const index = last - this.#base
      if (this.#dense[index] !== undefined) {
        this.#dense[index] = undefined
        return
      }
    }
    this.#level(parts).delete(last)
  }

  #isDense(part: unknown): part is number {
    return (
      typeof part === 'number' &&
      part >= this.#base &&
      part - this.#base <= this.#dense.length + DENSE_GAP &&
      Number.isInteger(part)
    )
  }

  #level(parts: readonly unknown[]): Level {
    let level = this.#rest
    for (const part of parts) {
      let next = level.get(part) as Level | undefined
      if (next === undefined) level.set(part, (next = new Map()))
      level = next
    }
    return level
  }
}

function baseFor(part: unknown): number {
  return typeof part === 'number' && Number.isSafeInteger(part) && part > DENSE_GAP ? part : 0
}

keepShape(new ClassIdentities())
