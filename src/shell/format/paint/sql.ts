/** Paints a statement with its parameters below. */
import type { SqlBlock } from '../output.js'
import { visible } from '../sanitize.js'
import type { Painter } from './paint.js'
import { highlightSql } from './sql-highlighter.js'

export const paintSql: Painter<SqlBlock> = (block, { theme }) => {
  const sql = highlightSql(visible(block.sql), theme)
  return block.parameters ? `${sql}\n${theme.muted(visible(block.parameters))}` : sql
}
