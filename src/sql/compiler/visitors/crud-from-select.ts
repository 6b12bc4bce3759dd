/** INSERT … SELECT: the columns named, and those whose defaults the SELECT brings along. */
import { CompileError } from '../../errors.js'
import type { Insert } from '../../dml/insert.js'
import type { ColumnElement } from '../../elements/column-element.js'
import { Select } from '../../selectable/select.js'
import type { SelectBase } from '../../selectable/select-base.js'
import type { SqlCompiler } from '../compiler.js'
import { CrudParameterBind, CrudPlan, type DmlColumn } from './crud-plan.js'

/** What an INSERT … SELECT is written with. */
export interface InsertFromSelect {
  readonly plan: CrudPlan
  readonly names: readonly string[]
  readonly select: SelectBase
}

/**
 * The SELECT with the defaults of columns nobody named; `_scan_insert_from_select_cols` of `sqlalchemy.sql.crud`.
 *
 * @throws CompileError if there are such defaults, and the SELECT is one that cannot have more columns
 */
export function insertFromSelect(
  statement: Insert,
  select: SelectBase,
  compiler: SqlCompiler,
): InsertFromSelect {
  const plan = new CrudPlan()
  const named = statement.selectNames ?? []
  const added: { readonly column: DmlColumn; readonly value: ColumnElement }[] = []
  for (const column of statement.table.columns.values() as readonly DmlColumn[]) {
    if (named.includes(String(column.key))) continue
    if (column.serverDefault) plan.postfetch.push(column)
    const value = statement.includeInsertFromSelectDefaults
      ? defaultValue(column, compiler, plan)
      : null
    if (value) added.push({ column, value })
  }
  const names = [...named, ...added.map(({ column }) => String(column.key))]
  if (added.length === 0) return { plan, names, select }
  return { plan, names, select: extended(select, added) }
}

function defaultValue(
  column: DmlColumn,
  { dialect }: SqlCompiler,
  plan: CrudPlan,
): ColumnElement | null {
  const made = column.default
  if (!made) return null
  if (made.isSequence) return dialect.features.sequences ? made.expression : null
  if (made.isClauseElement)
    return (made.expression?.selfGroup() as ColumnElement | undefined) ?? null
  const name = String(column.key)
  plan.prefetch.push({ name, column })
  plan.bindNames.set(name, name)
  return new CrudParameterBind(name, { value: null, type: column.type, required: false })
}

function extended(
  select: SelectBase,
  added: readonly { readonly column: ColumnElement; readonly value: ColumnElement }[],
): SelectBase {
  if (!(select instanceof Select)) {
    const names = added.map(({ column }) => `'${String(column.name)}'`).join(', ')
    throw new CompileError(
      `Can't extend statement for INSERT..FROM SELECT to include additional default-holding column(s) ${names}.  ` +
        'Convert the selectable to a subquery() first, or pass include_defaults=False to Insert.from_select() to skip these columns.',
    )
  }
  return select.withParts({
    rawColumns: [...select.rawColumns, ...added.map(({ value }) => value)],
  })
}
