/**
 * The statement of a lazy load: `SELECT target…` at the attribute's place in the query that loaded the object, with
 * that query's options. Without options it is made once per place.
 */
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import type { Select } from '../../../sql/selectable/select.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { InstanceState } from '../../state/instance-state.js'
import { entityClause } from '../entities/entity-of.js'
import { entitySelect } from '../entity-select.js'
import { LazyReverseOption } from '../options/lazy-reverse.js'
import type { LoaderOptionBase } from '../options/load-chain.js'
import { LoaderCriteriaOption } from '../options/loader-criteria.js'
import { type EntityPath, rootPath } from '../paths/path-registry.js'
import type { LazyLoader } from '../strategies/lazy.js'
import type { LazyOverrides } from './lazy-load.js'

const known = new WeakMap<LazyLoader, WeakMap<EntityPath, Select>>()

/** For loads by key the WHERE is left to `loadOnPkIdentityIo`. */
export function lazyStatement(
  loader: LazyLoader,
  state: InstanceState,
  overrides: LazyOverrides,
): Select {
  const path =
    overrides.path ?? (state.loadPath as EntityPath | null) ?? rootPath.forEntity(state.mapper)
  const options = optionsOf(loader.property.mapper, state, overrides)
  if (options.length > 0)
    return makeStatement(loader, { path, options, byKey: usesGet(loader, overrides) })
  let byPath = known.get(loader)
  if (!byPath) known.set(loader, (byPath = new WeakMap()))
  let statement = byPath.get(path)
  if (!statement)
    byPath.set(path, (statement = makeStatement(loader, { path, options, byKey: loader.usesGet })))
  return statement
}

/** An option with criteria of its own is about rows, not about a key. */
function usesGet(loader: LazyLoader, { option }: LazyOverrides): boolean {
  return loader.usesGet && !option
}

function optionsOf(
  mapper: Mapper,
  state: InstanceState,
  { option, extraOptions = [] }: LazyOverrides,
): readonly LoaderOptionBase[] {
  const criteria: readonly ColumnElement[] = option?.extraCriteria ?? []
  return [
    ...(state.loadOptions as readonly LoaderOptionBase[]),
    ...extraOptions,
    ...(criteria.length > 0
      ? [new LoaderCriteriaOption(mapper, criteria, { includeAliases: true })]
      : []),
  ]
}

interface Place {
  readonly path: EntityPath
  readonly options: readonly LoaderOptionBase[]
  readonly byKey: boolean
}

function makeStatement(
  { property, clause, usesGet: isKey }: LazyLoader,
  { path, options, byKey }: Place,
): Select {
  const { mapper, secondary } = property
  const base = entitySelect(mapper, {
    currentPath: path.forProperty(property),
    options: isKey ? options : [...options, new LazyReverseOption(property)],
  })
  const from = secondary ? base.selectFrom(entityClause(mapper), secondary) : base
  return byKey ? from : from.where(clause.criterion).orderBy(...clause.orderBy)
}
