/** The next value of a sequence, as an expression. `schema.Sequence` makes it. */
import { internals, type Internals } from '../internals.js'
import { INTEGER_TYPE } from '../types/resolve.js'
import type { TypeEngine } from '../types/type-engine.js'
import { ColumnElement } from './column-element.js'

/** What the compiler asks a sequence for. */
export interface SequenceLike {
  readonly name: string
  readonly schema: string | null
}

const PARTS = internals({ sequence: 'plain' })

/** `nextval('name')`. */
export class SequenceNext extends ColumnElement<number> {
  override readonly kind = 'nextValue'
  override readonly type: TypeEngine = INTEGER_TYPE

  constructor(readonly sequence: SequenceLike) {
    super()
  }

  override get name(): string {
    return 'next_value'
  }

  override get nonAnonLabel(): null {
    return null
  }

  override get internals(): Internals {
    return PARTS
  }
}
