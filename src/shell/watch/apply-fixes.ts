/** Adds advised loader options to statements while they run: to those whose SQL is that of an origin query. */
import { event } from '../../util/event-registry.js'
import { Session } from '../../orm/session/session.js'
import type { ShellContext } from '../commands/command.js'
import type { Advice } from './advice.js'
import { loaderOption } from './loader-option.js'

/** One origin query and the options it lacks. */
export interface Fix {
  readonly sql: string
  readonly chains: readonly Advice[]
}

/** What a `doOrmExecute` listener is given, as far as it matters here. */
interface Execution {
  readonly isSelect: boolean
  readonly isRelationshipLoad: boolean
  readonly isColumnLoad: boolean
  statement: { options(...options: readonly unknown[]): Execution['statement'] }
}

/** Until the answer is called, every session adds the options. */
export function applyFixes(
  fixes: readonly Fix[],
  { engine, models }: Pick<ShellContext, 'engine' | 'models'>,
): () => void {
  const bySql = new Map(fixes.map(({ sql, chains }) => [sql, chains]))
  const listener = (execution: Execution): void => {
    const { isSelect, isRelationshipLoad, isColumnLoad, statement } = execution
    if (!isSelect || isRelationshipLoad || isColumnLoad) return
    const chains = bySql.get(engine.compileForExplain(statement, null).sql)
    const options = chains?.flatMap((chain) => loaderOption(chain, models) ?? [])
    if (options) execution.statement = statement.options(...options)
  }
  event.listen(Session, 'doOrmExecute', listener)
  return () => event.remove(Session, 'doOrmExecute', listener)
}
