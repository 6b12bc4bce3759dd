/** Statements and DDL in the forms of `sql(…)` and `ddl(…)` of the records: one entry per dialect. */
import type { ClauseElement, CreateTable } from 'orm-shell'

const DIALECTS = ['sqlite', 'postgresql', 'mysql'] as const

export function ddlForms(element: CreateTable): unknown {
  const forms = DIALECTS.map((dialect) => [
    dialect,
    { sql: [oneLine(element.compile({ dialect }).sql)] },
  ])
  return { $compiled: Object.fromEntries(forms) }
}

/** PostgreSQL in the form with `$1`, the only one our driver takes. */
export function compiledForms(element: ClauseElement): unknown {
  const form = (dialect?: string) => {
    const compiled = element.compile(dialect === undefined ? {} : { dialect })
    return { sql: oneLine(compiled.sql), params: compiled.params }
  }
  return {
    $compiled: {
      default: form(),
      sqlite: form('sqlite'),
      pg_dollar: form('postgresql'),
      mysql: form('mysql'),
    },
  }
}

function oneLine(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim()
}
