/** On which side a table's column stands; used wherever values become tables. */
import type { TableBlock } from './output.js'

/** Numbers are right-aligned when nothing but numbers and NULL stands in the column. */
export function columnAlign(rows: TableBlock['rows'], index: number): 'left' | 'right' {
  let numbers = 0
  for (const row of rows) {
    const type = row[index]?.type
    if (type === 'number') numbers++
    else if (type !== 'null' && type !== 'unloaded') return 'left'
  }
  return numbers > 0 ? 'right' : 'left'
}
