/**
 * One run of one compiled entity query: what row processors need beside the rows. Made by `instances`, gone when
 * the result is exhausted.
 */
import type { Io } from '../../../engine/io.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import type { LoadBatch, StatementOrigin } from '../../../engine/observer.js'
import { IdentityMap } from '../../state/identity-map.js'
import type { InstanceState } from '../../state/instance-state.js'
import { keepShape } from '../../../util/kept-shapes.js'
import type { EntityCompileState } from '../entity-compile-state.js'
import type { LoadingSession, StatementParameters } from '../loading-session.js'
import type { PathKey } from '../paths/path-key.js'
import { PathRegistry } from '../paths/path-registry.js'
import { batchOf } from './load-batch.js'
import type { PostLoad } from './post-load.js'
import type { LoaderOptionBase } from '../options/load-chain.js'

/** How rows become objects; part of the execution, not of the statement. */
export interface LoadOptions {
  /** Overwrite what objects in the session have already loaded. */
  readonly populateExisting: boolean
  /** Compare version counters of objects that are present. */
  readonly versionCheck: boolean
  /** Run eager loaders for objects that are present already, too. */
  readonly invokeAllEagers: boolean
  readonly autoflush: boolean
  readonly yieldPer: number | null
  /** Rows of one entity stay one-element rows. */
  readonly onlyReturnTuples: boolean
  /** The one object a refresh fills, whatever key the row has. */
  readonly refreshState: InstanceState | null
  /** `session.refresh()`: relationships that were asked for by name are loaded at once. */
  readonly isUserRefresh: boolean
  readonly identityToken: unknown
  /** The object whose lazy attribute caused the statement. */
  readonly lazyLoadedFrom: InstanceState | null
  /** The query that a selectin or polymorphic follow-up belongs to; its post loads join that query's. */
  readonly topLevelContext: QueryContext | null
}

export const DEFAULT_LOAD_OPTIONS: LoadOptions = Object.freeze({
  populateExisting: false,
  versionCheck: false,
  invokeAllEagers: true,
  autoflush: true,
  yieldPer: null,
  onlyReturnTuples: false,
  refreshState: null,
  isUserRefresh: false,
  identityToken: null,
  lazyLoadedFrom: null,
  topLevelContext: null,
})

const PREBUFFERED = Object.freeze({ prebufferRows: true })

/** Execution options of a load that needs all of its rows at once. */
export function prebuffered(
  options: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  return options === undefined ? PREBUFFERED : { ...options, prebufferRows: true }
}

/** A follow-up load of a single statement. */
export interface RowLoad {
  runIo(): Io<void>
}

let lastRun = 0

export class QueryContext {
  /** Tells the first row of an object in this result from later ones. */
  readonly runId = ++lastRun
  readonly session: LoadingSession
  readonly loadOptions: LoadOptions
  /** Objects that were present and had attributes missing, with the keys this result fills; made when there are. */
  partials: Map<InstanceState, ReadonlySet<string>> | null = null
  /** Options that lazy loads of the objects will see again. */
  readonly propagatedLoaderOptions: readonly LoaderOptionBase[]
  loadersRequireUniquing = false
  loadersRequireBuffering = false
  #batch: LoadBatch | null = null
  #postLoads: Map<PathKey, PostLoad> | null = null
  #rowLoads: Map<PathKey, RowLoad> | null = null

  constructor(
    readonly compileState: EntityCompileState,
    readonly execution: ExecutionFacts,
    /** The number of the statement in events. */
    private readonly statementId: number,
  ) {
    this.session = execution.session
    this.loadOptions = execution.loadOptions
    const { options } = compileState
    this.propagatedLoaderOptions =
      options.length === 0 ? options : options.filter((option) => option.propagateToLoaders)
  }

  /** The batch that one more object of this result joins. */
  joinBatch(): LoadBatch {
    const { origin } = this.execution
    const batch = (this.#batch ??= batchOf(origin, this.statementId, origin.path ?? 'entity'))
    batch.size += 1
    return batch
  }

  /** Follow-up loads per path, if there are any; shared with the query a follow-up belongs to. */
  get postLoads(): Map<PathKey, PostLoad> | null {
    return this.topLevel.#postLoads
  }

  /** The same, to add to. */
  ownPostLoads(): Map<PathKey, PostLoad> {
    return (this.topLevel.#postLoads ??= new Map<PathKey, PostLoad>())
  }

  /** The load that runs as soon as the rows of this very statement are there; made when it is first asked for. */
  rowLoad<T extends RowLoad>(place: PathKey, make: () => T): T {
    const loads = (this.#rowLoads ??= new Map<PathKey, RowLoad>())
    const known = loads.get(place) ?? make()
    loads.set(place, known)
    return known as T
  }

  /** Whether there is anything to load after the rows. */
  get hasFollowUps(): boolean {
    return this.#rowLoads !== null || (this.isTopLevel && this.#postLoads !== null)
  }

  *runRowLoadsIo(): Io<void> {
    if (this.#rowLoads === null) return
    for (const load of this.#rowLoads.values()) yield* load.runIo()
  }

  get isTopLevel(): boolean {
    return this.loadOptions.topLevelContext === null
  }

  /** The query the user wrote, seen from a follow-up of a follow-up. */
  get topLevel(): QueryContext {
    return this.loadOptions.topLevelContext ?? this
  }

  /** Where objects of `path` stand in the original query. */
  loadPath(path: PathRegistry): PathRegistry {
    const { currentPath } = this.compileState
    return currentPath.length === 0
      ? path
      : PathRegistry.coerce([...currentPath.path, ...path.path])
  }
}

/** What strategies repeat for the statements they cause. */
export interface ExecutionFacts {
  readonly session: LoadingSession
  readonly loadOptions: LoadOptions
  /** The statement as it was executed, with its own values. */
  readonly statement: ClauseElement
  readonly parameters: StatementParameters | null
  readonly executionOptions: Readonly<Record<string, unknown>>
  readonly origin: StatementOrigin
}

/** A run of nothing, for shapes that are to be kept (see `keepShape`). */
export const exampleContext: QueryContext = keepShape(
  new QueryContext(
    { options: [] } as unknown as EntityCompileState,
    {
      session: { identityMap: new IdentityMap() } as unknown as LoadingSession,
      loadOptions: DEFAULT_LOAD_OPTIONS,
      statement: {} as ClauseElement,
      parameters: {},
      executionOptions: {},
      origin: { cause: 'query' },
    },
    0,
  ),
)
