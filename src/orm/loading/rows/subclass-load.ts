/**
 * `selectinPolymorphic` and `polymorphicLoad: 'selectin'`: columns of a subclass's own tables, fetched for all its
 * objects of a chunk with one SELECT … IN.
 */
import type { Io } from '../../../engine/io.js'
import { bindparam } from '../../../sql/elements/bind-parameter.js'
import type { Mapper } from '../../mapping/mapper.js'
import { mapperOf } from '../paths/entity.js'
import type { EntityPath, PathRegistry } from '../paths/path-registry.js'
import { entitySelect, withCompileOptions } from '../entity-select.js'
import { inExpression } from '../strategies/selectin-plan.js'
import type { ProcessorSetup } from './entity-processor.js'
import { PostLoad, type StateToLoad } from './post-load.js'
import type { QueryContext } from './query-context.js'

const CHUNK = 500

/** Registers the follow-up for the subclass `setup` is about, if somebody asked for it. */
export function registerSubclassLoad(
  setup: ProcessorSetup,
  from: Mapper,
  loadPath: PathRegistry,
): void {
  const { context, mapper } = setup
  const via = mapperToLoadVia(setup, mapper, from)
  if (!via || via === from) return
  const asked = askedMappers(setup).length > 0
  for (const each of classesUpTo(via, from)) {
    PostLoad.register(loadPath, each, {
      context,
      limitTo: each,
      loadIo: (states) =>
        loadSubclassIo(
          context,
          { via: each, from, path: loadPath as EntityPath, isAsked: asked },
          states,
        ),
    })
  }
}

/** A class below the ones that were asked for needs the tables between as well: one SELECT for each. */
function* classesUpTo(via: Mapper, from: Mapper): Iterable<Mapper> {
  for (let each: Mapper | null = via; each && each !== from; each = each.inherits) yield each
}

interface SubclassLoad {
  readonly via: Mapper
  readonly from: Mapper
  readonly path: EntityPath
  /** By an option of the query rather than the mapping. */
  readonly isAsked: boolean
}

/** The closest class between the row's and the query's that loads by selectin. */
function mapperToLoadVia(setup: ProcessorSetup, mapper: Mapper, from: Mapper): Mapper | null {
  const asked = askedMappers(setup)
  for (const each of mapper.iterateToRoot()) {
    if (each === from) return null
    if (asked.includes(each) || each.polymorphicLoad === 'selectin') return each
  }
  return null
}

/** The classes of a `selectinPolymorphic()` for this entity. */
function askedMappers({ context, path }: ProcessorSetup): readonly Mapper[] {
  const option = context.compileState.attributes.loaders.get(path.loaderKey)
  if (option?.strategy !== 'selectinPolymorphic') return []
  return (option.localOptions.entities ?? []).map(mapperOf)
}

function* loadSubclassIo(
  context: QueryContext,
  load: SubclassLoad,
  states: readonly StateToLoad[],
): Io<void> {
  const keys = missingKeys(load)
  const waiting = states.filter(([state]) => loadsBecauseOf(state.mapper, load))
  for (let start = 0; start < waiting.length; start += CHUNK) {
    const chunk = waiting.slice(start, start + CHUNK).map(([state]) => state.key?.identity ?? [])
    const values = load.via.primaryKey.length === 1 ? chunk.map(([value]) => value) : chunk
    yield* context.session.executeIo(
      subclassSelect(context, load, keys),
      { primary_keys: values },
      {
        executionOptions: { prebufferRows: true },
        loadOptions: {
          populateExisting: context.loadOptions.populateExisting,
        },
        origin: {
          cause: 'selectin load',
          path: load.via.className,
          because: context.execution.origin,
        },
      },
    )
  }
}

function subclassSelect(
  context: QueryContext,
  { via, path }: SubclassLoad,
  keys: readonly string[],
) {
  const statement = entitySelect(via, { options: context.compileState.options })
  const identifying = via.primaryKey.map((column) => via.getPropertyByColumn(column).key)
  const { polymorphicKey } = via
  const only = [...identifying, ...(polymorphicKey === null ? [] : [polymorphicKey]), ...keys]
  const criterion = inExpression(via.primaryKey).in(bindparam('primary_keys', { expanding: true }))
  const ordered = statement.where(criterion).orderBy(...via.primaryKey)
  return withCompileOptions(ordered, {
    onlyLoadProps: [...new Set(only)],
    currentPath: path.parent,
  })
}

/** Attributes of the subclass, and of classes in between that load the same way. */
function missingKeys({ via, from }: SubclassLoad): readonly string[] {
  const included = new Set([via])
  let above = via.inherits
  for (; above && above !== from && above.polymorphicLoad === 'selectin'; above = above.inherits)
    included.add(above)
  return [...via.props.values()]
    .filter((property) => included.has(property.parent))
    .map((property) => property.key)
}

/** False for objects of a class below that loads by a setting of its own. */
function loadsBecauseOf(mapper: Mapper, { via, isAsked }: SubclassLoad): boolean {
  if (isAsked) return true
  for (const each of mapper.iterateToRoot()) {
    if (each === via) return true
    if (each.polymorphicLoad === 'selectin') return false
  }
  return true
}
