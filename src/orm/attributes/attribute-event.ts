/**
 * Who started a change. Tokens travel through attribute events, so that the two sides of a relationship do not call
 * each other for ever.
 */

export type AttributeOperation = 'append' | 'remove' | 'replace' | 'bulkReplace' | 'modified'

/** One operation of one attribute; `sqlalchemy.orm.attributes.AttributeEventToken`. Compared by identity. */
export class AttributeEventToken {
  constructor(
    readonly key: string,
    /** The property as its first declaring mapper knows it: the same for a class and its subclasses. */
    readonly parentToken: object,
    readonly operation: AttributeOperation,
    readonly collection: boolean,
  ) {}
}
