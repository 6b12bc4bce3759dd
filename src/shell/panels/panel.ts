/** What a panel of the terminal shows: a list to choose from, or what was chosen. Plain data, made in the kernel. */
import type { ShellContext } from '../commands/command.js'
import type { Cell, TableColumn } from '../format/output.js'
import type { PanelPage, PanelRequest } from '../protocol.js'

export type PanelContext = Omit<ShellContext, 'commands' | 'propose' | 'edit'>

/** Answers one page; `path` says what was chosen on the way to it. Never loads anything. */
export type Panel = (request: PanelRequest, context: PanelContext) => Promise<PanelPage> | PanelPage

export interface PanelRow {
  readonly id: string
  readonly cells: readonly Cell[]
}

/** A page that is a list; of very long ones the first rows. */
export function listPage(
  title: string,
  titles: readonly string[],
  rows: readonly PanelRow[],
): PanelPage {
  const columns = titles.map((name): TableColumn => ({ title: name, align: 'left' }))
  return {
    title,
    ids: rows.map(({ id }) => id),
    blocks: [
      { kind: 'table', columns, rows: rows.map(({ cells }) => cells), footer: '', layout: 'grid' },
    ],
  }
}

/** Whether a row has all words of a filter. */
export function fits({ cells }: PanelRow, filter: string): boolean {
  const text = cells
    .map((cell) => cell.text)
    .join(' ')
    .toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
