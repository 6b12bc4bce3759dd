/** Prints a block as text: the painters of the terminal with or without colours, for pipes, files and transcripts. */
import type { Output } from './output.js'
import { paintBlock } from './paint/index.js'
import { createTheme } from './theme.js'

export interface PlainOptions {
  readonly colors?: boolean
  /** Width that decides between a table and one record at a time; unlimited by default. */
  readonly columns?: number
}

export function formatPlain(
  block: Output,
  { colors = false, columns = Infinity }: PlainOptions = {},
): string {
  return paintBlock(block, { theme: createTheme({ color: colors }), columns })
}
