/** `sql(…)` and `ddl(…)` of the records: a statement's text and parameters for several dialects. */
import { createIndex, createTable, type ClauseElement, type Table } from 'orm-shell'
import type { Describer } from './describe.js'
import { oneLine } from './describe.js'

const FORMS = ['default', 'sqlite', 'postgresql', 'mysql', 'pg_dollar'] as const

interface SqlOptions {
  readonly literal_binds?: boolean
}

type Compilable = Pick<ClauseElement, 'compile'>

/** `sql(statement, "sqlite", literal_binds=True)`; all forms if none is named. */
export function sqlForms(describer: Describer) {
  return (statement: Compilable, ...rest: readonly (string | SqlOptions)[]): unknown => {
    const named = rest.filter((each): each is string => typeof each === 'string')
    const options = rest.find((each): each is SqlOptions => typeof each === 'object') ?? {}
    const forms = (named.length > 0 ? named : FORMS).map((form) => [
      form,
      attempt(() => compiled(describer, compilable(statement), { form, options })),
    ])
    return { $compiled: Object.fromEntries(forms) as unknown }
  }
}

/** A query compiles as the statement it makes. */
function compilable(statement: Compilable): Compilable {
  if (typeof statement.compile === 'function') return statement
  return (statement as unknown as { readonly statement: Compilable }).statement
}

function compiled(
  describer: Describer,
  statement: Compilable,
  { form, options }: { readonly form: string; readonly options: SqlOptions },
): unknown {
  const dialect = form === 'pg_dollar' ? 'postgresql' : form
  const made = statement.compile({
    ...(form === 'default' ? {} : { dialect }),
    ...(options.literal_binds ? { literalBinds: true } : {}),
  })
  return { sql: oneLine(made.sql), params: describer.value(made.params) }
}

const DIALECTS = ['sqlite', 'postgresql', 'mysql'] as const

/** `ddl(table)`: CREATE TABLE and its indexes; other DDL as it is. */
export function ddlForms() {
  return (element: unknown, ...named: readonly string[]): unknown => {
    const forms = (named.length > 0 ? named : DIALECTS).map((dialect) => [
      dialect,
      attempt(() => ({
        sql: ddlOf(element).map((each) => oneLine(each.compile({ dialect }).sql)),
      })),
    ])
    return { $compiled: Object.fromEntries(forms) as unknown }
  }
}

/** `Table.indexes` is a set in Python: the records have them by name. */
function indexesOf(table: Table): unknown[] {
  const named = [...table.indexes].map((each) => {
    const statement = createIndex(each)
    return [
      statement.compile({ dialect: 'sqlite' }).sql.split('INDEX ')[1] ?? '',
      statement,
    ] as const
  })
  return named.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement)
}

function ddlOf(element: unknown): readonly Compilable[] {
  if (Array.isArray(element)) return element.flatMap(ddlOf)
  const isTable =
    typeof element === 'object' && element !== null && 'indexes' in element && 'metadata' in element
  if (!isTable) return [element as Compilable]
  const table = element as Table
  return [createTable(table), ...indexesOf(table)] as Compilable[]
}

function attempt(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    const { name, message } = error as Error
    return { error: { type: name, message } }
  }
}
