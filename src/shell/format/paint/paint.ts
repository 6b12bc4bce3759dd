/**
 * What every block painter gets. Painters return finished text with colours, without a final line break, and show
 * the same words as the plain printer.
 */
import type { Theme } from '../theme.js'

export interface PaintContext {
  readonly theme: Theme
  readonly columns: number
}

export type Painter<Block> = (block: Block, context: PaintContext) => string
