/**
 * `many(…)` and `one(…)`: relationships as models declare them, inside thunks.
 */
import { asElement } from '../../sql/elements/coercions.js'
import type { Class } from '../mapping/identity-key.js'
import type {
  LazyOption,
  RelationshipDeclaration,
  RelationshipOptions,
} from '../mapping/relationship-options.js'
import type { AnyClass, EntityOf, Many, One, RelationshipArguments } from './types.js'

/** What a thunk answers; resolved into a property when mappers are configured. @internal */
export class DeclaredRelationship implements RelationshipDeclaration {
  readonly options: RelationshipOptions

  constructor(
    readonly target: Class,
    readonly uselist: boolean | null,
    given: RelationshipArguments,
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
export function many<
  C extends AnyClass,
  B extends keyof EntityOf<C> & string,
  L extends LazyOption = 'select',
>(target: C, options?: RelationshipArguments<B, L>): Many<EntityOf<C>, L> {
  return declared(new DeclaredRelationship(target, true, options ?? {}))
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
  B extends keyof EntityOf<C> & string,
  N extends boolean = false,
>(target: C, options?: RelationshipArguments<B> & { readonly nullable?: N }): One<EntityOf<C>, N> {
  return declared(new DeclaredRelationship(target, false, options ?? {}))
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
function resolveOptions(
  given: RelationshipArguments & { readonly nullable?: boolean },
): RelationshipOptions {
  const { nullable: _typeOnly, ...options } = given
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
