/** An engine that executes nothing: DDL goes to a function instead, to be printed or kept. */
import type { SchemaExecutor, SchemaOperation } from '../schema/bind.js'
import type { DdlElement } from '../schema/ddl-elements.js'
import type { Dialect } from './dialect.js'
import { runSync, type Io, type IoRequest } from './io.js'

/**
 * `sqlalchemy.MockConnection`; made by `createMockEngine()`.
 *
 * @example
 * const engine = createMockEngine('postgresql://', (ddl) => console.log(ddl.compile({ dialect: engine.dialect }).sql))
 * metadata.createAll(engine, { checkfirst: false })
 */
export class MockEngine {
  constructor(
    readonly dialect: Dialect,
    private readonly executor: (statement: DdlElement) => void,
  ) {}

  /** @internal For `MetaData.createAll` and its siblings. */
  runSchema(operation: SchemaOperation): void {
    const { dialect, executor } = this
    const nothing = function* (): Io<boolean> {
      return false
    }
    const mock: SchemaExecutor<IoRequest> = {
      dialect,
      connection: this,
      *executeDdlIo(ddl) {
        executor(ddl)
      },
      hasTableIo: nothing,
      hasSequenceIo: nothing,
      hasTypeIo: nothing,
    }
    runSync(operation(mock))
  }
}
