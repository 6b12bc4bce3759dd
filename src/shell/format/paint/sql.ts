/** Paints a statement with its parameters below; lines too long for the screen go on indented. */
import type { SqlBlock } from '../output.js'
import { visible } from '../sanitize.js'
import { wrapWords } from '../width.js'
import type { Painter } from './paint.js'
import { highlightSql } from './sql-highlighter.js'

const CONTINUED = '    '
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"/g
/** Stands for a space inside quotes, where no line may end. */
const FIXED_SPACE = '\ue000'

export const paintSql: Painter<SqlBlock> = (block, { theme, columns }) => {
  const sql = highlightSql(wrapSql(visible(block.sql), columns - 1), theme)
  return block.parameters ? `${sql}\n${theme.muted(visible(block.parameters))}` : sql
}

function wrapSql(sql: string, columns: number): string {
  const fixed = sql.replace(QUOTED, (quoted) => quoted.replaceAll(' ', FIXED_SPACE))
  const lines = fixed.split('\n').map((line) => wrapWords(line, columns, CONTINUED))
  return lines.join('\n').replaceAll(FIXED_SPACE, ' ')
}
