/**
 * `many(…)` and `one(…)`: relationships as models declare them, inside thunks.
 */
import { asElement } from '../../sql/elements/coercions.js'
import type { RelationshipAttribute } from '../attributes/relationship-attribute.js'
import type { Class } from '../mapping/identity-key.js'
import type {
  RelationshipDeclaration,
  RelationshipOptions,
} from '../mapping/relationship-options.js'
import type { AppenderQuery } from '../query/collections/appender-query.js'
import type { WriteOnlyCollection } from '../query/collections/write-only-collection.js'
import type { AnyClass, EntityOf, Many, One, RelationshipArguments } from './types.js'

/** What a thunk answers; resolved into a property when mappers are configured. @internal */
export class DeclaredRelationship implements RelationshipDeclaration {
  readonly options: RelationshipOptions

  constructor(
    readonly target: Class,
    readonly uselist: boolean | null,
    given: RelationshipArguments<never>,
  ) {
    this.options = resolveOptions(given)
  }
}

/**
 * A relationship to a collection of objects; `sqlalchemy.orm.relationship` on its one-to-many or many-to-many side.
 *
 * @param target the related class
 * @param options as in SQLAlchemy: `backPopulates`, `cascade`, `secondary`, `orderBy`, `lazy`…
 * @example
 * posts: () => many(Post, { backPopulates: 'author', cascade: 'all, delete-orphan' })
 */
export function many<C extends AnyClass>(
  target: C,
  options: RelationshipArguments<EntityOf<C>> & { readonly lazy: 'writeOnly' },
): RelationshipAttribute<WriteOnlyCollection<EntityOf<C>>>
/** As a query that is run anew each time, with `append` and `remove`. */
export function many<C extends AnyClass>(
  target: C,
  options: RelationshipArguments<EntityOf<C>> & { readonly lazy: 'dynamic' },
): RelationshipAttribute<AppenderQuery<EntityOf<C>>>
export function many<C extends AnyClass>(
  target: C,
  options?: RelationshipArguments<EntityOf<C>>,
): Many<EntityOf<C>>
export function many<C extends AnyClass>(
  target: C,
  options: RelationshipArguments<EntityOf<C>> = {},
): unknown {
  return declared(new DeclaredRelationship(target, true, options as RelationshipArguments<never>))
}

/**
 * A relationship to one object; `sqlalchemy.orm.relationship` on its many-to-one side, or with `uselist=False`.
 *
 * @param target the related class
 * @param options `nullable: true` types the attribute `T | null`
 * @example
 * author: () => one(User, { backPopulates: 'posts' })
 */
export function one<
  C extends AnyClass,
  const O extends RelationshipArguments<EntityOf<C>> & { readonly nullable?: boolean } = object,
>(target: C, options?: O): One<EntityOf<C>, O> {
  const given = (options ?? {}) as unknown as RelationshipArguments<never>
  return declared(new DeclaredRelationship(target, false, given))
}

/** The declared type is that of the class attribute the declaration becomes: one record types both sides. */
function declared<T>(declaration: DeclaredRelationship): T {
  return declaration as unknown as T
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  'remoteSide',
  'foreignKeys',
  'primaryjoin',
  'secondaryjoin',
  'orderBy',
])

/** Class attributes become the elements they stand for. */
function resolveOptions(given: RelationshipArguments<never>): RelationshipOptions {
  const { nullable: _typeOnly, ...options } = given as RelationshipArguments<never> & {
    nullable?: boolean
  }
  const entries = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, EXPRESSIONS.has(name) ? elements(value) : value])
  return Object.fromEntries(entries) as RelationshipOptions
}

function elements(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((each) => asElement(each) ?? each)
    : (asElement(value) ?? value)
}
