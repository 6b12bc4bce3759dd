/**
 * The statements that loading makes by itself, `SELECT entity` with `table_column` labels, and the options that tell
 * the compiler where in a larger query they stand.
 */
import type { ClauseElement } from '../../sql/elements/clause-element.js'
import { Select } from '../../sql/selectable/select.js'
import { entityClause } from './entities/entity-of.js'
import type { CompileOptions } from './entity-compile-state.js'
import type { LoaderOptionBase } from './options/load-chain.js'
import type { Entity } from './paths/entity.js'
import { type PathRegistry, rootPath } from './paths/path-registry.js'

export const DEFAULT_COMPILE_OPTIONS: CompileOptions = Object.freeze({
  currentPath: rootPath,
  enableEagerloads: true,
  enableSingleCrit: true,
  forRefreshState: false,
  onlyLoadProps: null,
  useLegacyQueryStyle: false,
  renderForSubquery: false,
  setBaseAlias: false,
  outermostOrderBy: [],
})

const ANNOTATION = 'ormCompileOptions'
const MAX_KNOWN = 10_000

/** How a statement asks to be compiled. */
export function compileOptionsOf(statement: ClauseElement): CompileOptions {
  return (
    (statement.annotations[ANNOTATION] as CompileOptions | undefined) ?? DEFAULT_COMPILE_OPTIONS
  )
}

/** A copy of a statement that is compiled with other options. */
export function withCompileOptions<S extends ClauseElement>(
  statement: S,
  changes: Partial<CompileOptions>,
): S {
  const options = interned({ ...compileOptionsOf(statement), ...changes })
  return statement.withParts({ annotations: { ...statement.annotations, [ANNOTATION]: options } })
}

const known = new Map<string, CompileOptions>()

/** Equal options are one object: statement caches tell them apart by identity. */
function interned(options: CompileOptions): CompileOptions {
  const { currentPath, onlyLoadProps, outermostOrderBy, ...flags } = options
  const order = outermostOrderBy.map((clause) => clause.uid)
  const key = JSON.stringify([currentPath.key.id, onlyLoadProps, order, Object.values(flags)])
  const same = known.get(key)
  if (same) return same
  if (known.size > MAX_KNOWN) known.clear()
  known.set(key, options)
  return options
}

export interface EntitySelectOptions {
  /** Where the load stands in the query it belongs to. */
  readonly currentPath?: PathRegistry
  /** Options of that query; what is below `currentPath` applies. */
  readonly options?: readonly LoaderOptionBase[]
  /** Columns keep their own names, as in the user's `select()`. */
  readonly plainLabels?: boolean
  /** Columns before the entity's. */
  readonly columns?: readonly ClauseElement[]
}

export function entitySelect(entity: Entity, given: EntitySelectOptions = {}): Select {
  const { currentPath = rootPath, options = [], columns = [], plainLabels = false } = given
  const isPlain = options.length === 0 && columns.length === 0 && !plainLabels
  const statement = isPlain ? plainSelect(entity) : makeSelect(entity, given)
  return currentPath.length === 0 ? statement : withCompileOptions(statement, { currentPath })
}

function makeSelect(
  entity: Entity,
  { options = [], columns = [], plainLabels }: EntitySelectOptions,
): Select {
  return new Select([...columns, entityClause(entity)])
    .setLabelStyle(plainLabels ? 'disambiguateOnly' : 'tablenamePlusCol')
    .options(...options)
}

const plainSelects = new WeakMap<Entity, Select>()

/** The same statement for the same entity, so that caches recognise it at once. */
function plainSelect(entity: Entity): Select {
  let statement = plainSelects.get(entity)
  if (!statement) plainSelects.set(entity, (statement = makeSelect(entity, {})))
  return statement
}
