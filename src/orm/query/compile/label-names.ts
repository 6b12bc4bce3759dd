/** The names of the values in a row: entities by class, columns by the rules of the label style. */
import type { ColumnElement } from '../../../sql/elements/column-element.js'
import { nameKey } from '../../../sql/names.js'
import { generateColumnsPlusNames } from '../../../sql/selectable/select-columns.js'
import { MapperEntity, type SelectItem } from './query-entity.js'
import type { OrmSelectCompileState } from './select-compile-state.js'

export function labelNames(state: OrmSelectCompileState): readonly string[] {
  const { items, selectStatement, compileOptions } = state
  const columns = items.flatMap(({ namedBy }) => (namedBy ? [namedBy] : []))
  const named = compileOptions.useLegacyQueryStyle
    ? columns.map(legacyName)
    : generateColumnsPlusNames(
        { labelStyle: selectStatement.labelStyle, allSelectedColumns: columns },
        false,
      ).map(({ proxyName }) => (proxyName === null ? '' : nameKey(proxyName)))
  let next = 0
  return items.map((item) => (item.namedBy ? (named[next++] ?? '') : ownName(item)))
}

function ownName(item: SelectItem): string {
  if (item instanceof MapperEntity) return item.name
  return 'bundleName' in item ? String(item.bundleName) : ''
}

/** `Query` names columns by key, twice the same name if need be. */
function legacyName(column: ColumnElement): string {
  const name = column.proxyKey ?? column.key
  return name === null ? '_no_label' : nameKey(name)
}
