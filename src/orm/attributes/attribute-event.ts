/**
 * Who started a change. Tokens travel through attribute events, so that the two sides of a relationship do not call
 * each other for ever.
 */
import type { AttributeImpl } from './attribute-impl.js'

export type AttributeOperation = 'append' | 'remove' | 'replace' | 'bulkReplace' | 'modified'

/** One operation of one attribute; `sqlalchemy.orm.attributes.AttributeEventToken`. Compared by identity. */
export class AttributeEventToken {
  constructor(
    readonly impl: AttributeImpl,
    readonly operation: AttributeOperation,
  ) {}

  get key(): string {
    return this.impl.key
  }

  /** The relationship, whatever class of the hierarchy started it. */
  get parentToken(): object {
    return this.impl.parentToken
  }
}

/** The key of a change that has none: a member that is appended, or removed by itself. @internal */
export const NO_KEY: unique symbol = Symbol('orm.noKey')

/** Names of the events of an attribute, as `event.listen(User.posts, 'append', …)` takes them. */
export const ATTRIBUTE_EVENTS = [
  'append',
  'appendWoMutation',
  'bulkReplace',
  'remove',
  'set',
  'initScalar',
  'initCollection',
  'disposeCollection',
  'modified',
] as const

export type AttributeEventName = (typeof ATTRIBUTE_EVENTS)[number]
