/** Core tables and columns: `Table(…)`, `Column(…)`. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { camelCase } from '../../knowledge/naming.js'
import { instance, plain, SQL, UNKNOWN, type Type } from '../../knowledge/types.js'
import { plainOfType } from '../../knowledge/value-types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Expression } from '../../syntax/nodes.js'
import { keyword, splitArguments } from '../arguments.js'
import { columnCode, readColumn } from './columns.js'
import { importPath } from '../import-path.js'

/** A column of a Core table, or one by itself. */
export function columnCall(context: Context, node: Call, key: string | null): Typed {
  return { code: columnCode(context, readColumn(context, node, { key })), type: SQL }
}

/** `Table("t", metadata, Column(…), …)`: columns by key, all else in the options. */
export function tableCall(context: Context, node: Call): Typed {
  const [name, metadata, ...items] = splitArguments(node.args).positional
  if (!name || !metadata) return leave(node, 'Table', 'a name and a MetaData are expected')
  if (items.some(({ star }) => star === '*')) return listedTable(context, node, items)
  const columns = items.filter((each) => isColumn(context, each.value))
  const others = items.filter((each) => !columns.includes(each))
  const args = [
    context.code(name.value),
    context.code(metadata.value),
    columnRecord(context, columns),
  ]
  const options = tableOptions(context, node, others)
  if (options.length > 0) args.push(out.object(options))
  noteTable(context, name.value, columns)
  return { code: out.newObject(context.library('Table'), args), type: tableType(columns) }
}

/** A table with what its columns hold. */
function tableType(columns: readonly Argument[]): Type {
  const keys = columns.map(({ value }) => columnKey(value))
  const types = columns.map(({ value }) => valueOfColumn(value))
  return instance('Table', types, keys)
}

function valueOfColumn(node: Expression): Type {
  if (node.kind !== 'call') return UNKNOWN
  const found = node.args.map(({ value }) => plainOfType(value)).find((each) => each !== null)
  return found ? plain(found) : UNKNOWN
}

/** `Table("t", metadata, *columns)`: what it consists of is a list. */
function listedTable(context: Context, node: Call, items: readonly Argument[]): Typed {
  const [name, metadata] = splitArguments(node.args).positional
  const list = items.map(({ value, star }) =>
    star === '*' ? out.spread(context.code(value)) : context.code(value),
  )
  const parts = [name, metadata].flatMap((each) => (each ? [context.code(each.value)] : []))
  const options = tableOptions(context, node, [])
  const args = [...parts, out.array(list), ...(options.length > 0 ? [out.object(options)] : [])]
  return { code: out.newObject(context.library('Table'), args), type: instance('Table') }
}

function isColumn(context: Context, node: Expression): boolean {
  if (node.kind === 'call') return importPath(context, node.callee)?.endsWith('.Column') ?? false
  return context.expression(node).type.kind === 'sql'
}

/** `{ id: column(integer) }`, or a list where columns are not written out. */
function columnRecord(context: Context, columns: readonly Argument[]): out.Code {
  const keys = columns.map(({ value }) => columnKey(value))
  if (keys.some((key) => key === null) || new Set(keys).size < keys.length) {
    return out.array(
      columns.map(({ value, star }) =>
        star ? out.spread(context.code(value)) : context.code(value),
      ),
    )
  }
  return out.object(
    columns.map(({ value }, index) => ({
      key: keys[index] ?? '',
      value: columnCall(context, value as Call, keys[index] ?? null).code,
    })),
  )
}

function columnKey(node: Expression): string | null {
  if (node.kind !== 'call') return null
  const explicit = keyword(node.args, 'key')
  if (explicit) return explicit.kind === 'string' ? explicit.value : null
  const [first] = node.args
  if (first?.name === null && first.value.kind === 'string') return first.value.value
  return null
}

function tableOptions(context: Context, node: Call, others: readonly Argument[]): out.Property[] {
  const { keywords } = splitArguments(node.args)
  const options: out.Property[] = []
  if (others.length > 0) {
    options.push({
      key: 'constraints',
      value: out.array(
        others.map(({ value, star }) =>
          star ? out.spread(context.code(value)) : context.code(value),
        ),
      ),
    })
  }
  for (const { name, value } of keywords)
    options.push({ key: name === null ? null : optionName(name), value: context.code(value) })
  return options
}

const optionName = (name: string): string => (name === 'mustexist' ? 'mustExist' : camelCase(name))

/** Remembers what a table refers to. */
function noteTable(context: Context, name: Expression, columns: readonly Argument[]): void {
  if (name.kind !== 'string') return
  const targets = columns.flatMap(({ value }) =>
    value.kind === 'call' ? readColumn(context, value, { key: null }).references : [],
  )
  context.knowledge.tables.set(
    name.value,
    new Set(targets.map((target) => target.split('.').slice(0, -1).join('.'))),
  )
  for (const { value } of columns) {
    const key = columnKey(value)
    if (key !== null) context.knowledge.ownNames.add(key)
  }
}
