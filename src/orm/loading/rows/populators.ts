/**
 * What the rows of one entity do to its objects, attribute by attribute; filled by the strategies, run by
 * `EntityLoader` for every row.
 */
import type { InstanceState } from '../../state/instance-state.js'
import type { Row } from './row.js'

export type Populate = (state: InstanceState, row: Row) => void

export interface KeyedPopulate {
  readonly key: string
  readonly populate: Populate
}

/** A column that goes from the row into a slot as it is. */
export interface QuickPopulate {
  readonly key: string
  readonly index: number
}

/** An attribute this statement does not bring; `markExpired` makes it part of the next refresh. */
export interface ExpirePopulate {
  readonly key: string
  readonly markExpired: boolean
}

export class Populators {
  readonly quick: QuickPopulate[] = []
  readonly expire: ExpirePopulate[] = []
  /** For the first row of an object. */
  readonly new: KeyedPopulate[] = []
  /** For further rows of the same object. */
  readonly existing: KeyedPopulate[] = []
  /** For rows of an object that had the attribute loaded before: what is below it may still need loading. */
  readonly eager: KeyedPopulate[] = []

  /** All attributes that rows do something to. */
  keys(): string[] {
    const all = [...this.quick, ...this.expire, ...this.new, ...this.existing]
    return [...new Set(all.map(({ key }) => key))]
  }
}
