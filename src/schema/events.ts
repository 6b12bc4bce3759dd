/** The events of tables and MetaData for `event.listen`; creating, dropping and reflecting emit them. */
import { EventDispatcher } from '../util/event-dispatcher.js'
import { declareEvents } from '../util/event-registry.js'
import type { SchemaExecutor, SchemaIo } from './bind.js'
import { DdlText } from './ddl-elements.js'
import type { Table } from './table.js'

/** What tables and MetaData hold as `events`; `event.listen` finds it there. */
export class SchemaDispatcher extends EventDispatcher {}

/** Listeners of the class `Table` itself, which hear all tables. */
export const tableEvents = new SchemaDispatcher()

/** Listeners of the class `MetaData` itself. */
export const metadataEvents = new SchemaDispatcher()

export type SchemaEvent = 'beforeCreate' | 'afterCreate' | 'beforeDrop' | 'afterDrop'

declareEvents({
  names: [
    'beforeCreate',
    'afterCreate',
    'beforeDrop',
    'afterDrop',
    'columnReflect',
    'beforeParentAttach',
    'afterParentAttach',
  ],
  dispatchers: (target) => {
    const { events } = (target ?? {}) as { readonly events?: unknown }
    return events instanceof SchemaDispatcher ? [events] : null
  },
})

/** What listeners are told beside target and connection. */
export interface SchemaEventDetails {
  /** Of MetaData: the tables that are created or dropped. */
  readonly tables?: readonly Table[]
  readonly checkfirst: boolean
  /** Whether a table is created or dropped with its MetaData. */
  readonly isMetadataOperation: boolean
}

/** What has events of creation. */
export interface SchemaTarget {
  readonly events: SchemaDispatcher
}

/** Calls the listeners; DDL among them is executed where its conditions hold. */
export function* emitSchemaEventIo<Y>(
  executor: SchemaExecutor<Y>,
  name: SchemaEvent,
  target: SchemaTarget,
  details: SchemaEventDetails,
): SchemaIo<Y, void> {
  if (!target.events.has(name)) return
  const told = { ...details, dialect: executor.dialect }
  for (const { call } of target.events.listeners(name)) {
    const ddl = DdlText.behind(call)
    if (!ddl) call(target, executor.connection, told)
    else if (ddl.applies(target, executor.connection, told))
      yield* executor.executeDdlIo(ddl.against(target))
  }
}
