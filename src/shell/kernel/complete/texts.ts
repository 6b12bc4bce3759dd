/** Completes inside a text: SQL, modules, and the values an enumeration knows. Runs nothing. */
import type { ColumnInfo, ModelCatalog, ModelInfo } from '../contracts.js'
import type { CompletionItem } from '../../protocol.js'
import { splitMember, type EnclosingCall } from './calls.js'
import { modulesLike } from './modules.js'
import { completeSql } from './sql.js'
import type { TextCursor } from './text-cursor.js'

export interface TextSurroundings {
  readonly catalog: ModelCatalog
  /** What follows the cursor. */
  readonly after: string
  /** The model an expression is, is one of, or yields. */
  modelOf(expression: string): ModelInfo | undefined
  /** The model whose attributes are keys of the call's argument. */
  keyedModel(call: EnclosingCall): ModelInfo | undefined
}

/** Functions and methods whose text is SQL. */
const SQL_TAKERS = new Set(['text', 'execDriverSql', 'sql'])
/** Functions whose text names a module. */
const MODULE_TAKERS = new Set(['import', 'require'])

/** The items, and what of the text they go on with. */
export function completeText(
  { prefix, quote, place }: TextCursor,
  surroundings: TextSurroundings,
): { readonly items: readonly CompletionItem[]; readonly prefix: string } {
  if (place.in === 'import') return { items: modulesLike(prefix), prefix }
  if (place.in === 'argument' && place.call.position === 0) {
    const { name, receiver } = place.call
    if (SQL_TAKERS.has(name)) {
      const [rest = ''] = surroundings.after.split(quote)
      return completeSql(prefix, rest, surroundings.catalog)
    }
    if (receiver === null && MODULE_TAKERS.has(name)) return { items: modulesLike(prefix), prefix }
  }
  return { items: valuesOf(columnOf(place, surroundings)), prefix }
}

function columnOf(
  place: TextCursor['place'],
  { modelOf, keyedModel }: TextSurroundings,
): ColumnInfo | undefined {
  if (place.in === 'import') return undefined
  if (place.in === 'key') return columnNamed(keyedModel(place.call), place.key)
  const attribute = place.in === 'comparison' ? place.operand : place.call.receiver
  const { receiver, member } = splitMember(attribute ?? '')
  return receiver === null ? undefined : columnNamed(modelOf(receiver), member)
}

function columnNamed(model: ModelInfo | undefined, name: string): ColumnInfo | undefined {
  return model?.columns.find((column) => column.name === name)
}

function valuesOf(column: ColumnInfo | undefined): readonly CompletionItem[] {
  return (column?.values ?? []).map((text) => ({ text, kind: 'keyword' }))
}
