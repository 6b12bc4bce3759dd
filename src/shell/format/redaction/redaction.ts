/**
 * Hides the values of columns that were named as nobody's business: in tables, objects, parameters and exports, and by
 * themselves where they were seen to come out of such a column. Works on finished blocks, so that no printer can forget it.
 */
import type { Cell, EntityField, Output, TableBlock, TreeNode } from '../output.js'
import type { SeenSecrets } from './seen-secrets.js'

const HIDDEN: Cell = { text: '‹redacted›', type: 'unloaded' }
const HIDDEN_PARAMETERS = '(redacted)'

export class Redaction {
  readonly #names: readonly RegExp[]

  /** @param words names of columns or attributes, separated by commas; `*` stands for anything */
  constructor(
    words: string,
    private readonly seen: SeenSecrets | null = null,
  ) {
    const names = words.split(/[\s,]+/).filter((word) => word !== '')
    this.#names = names.map((name) => {
      const plain = normal(name.split('.').at(-1) ?? name)
      return new RegExp(`^${plain.replaceAll('*', '.*')}$`)
    })
  }

  get isEmpty(): boolean {
    return this.#names.length === 0
  }

  hides(name: string): boolean {
    const plain = normal(name)
    return this.#names.some((pattern) => pattern.test(plain))
  }

  /** Whether a statement speaks of a hidden column: then nobody can say which parameter is its value. */
  concerns(sql: string): boolean {
    return !this.isEmpty && (sql.match(/[A-Za-z_][\w$]*/g) ?? []).some((word) => this.hides(word))
  }

  apply(block: Output): Output {
    if (this.isEmpty) return block
    switch (block.kind) {
      case 'table':
        return this.#table(block)
      case 'entity':
        return { ...block, fields: block.fields.map((field) => this.#field(field)) }
      case 'sql':
        return block.parameters && this.concerns(block.sql)
          ? { ...block, parameters: HIDDEN_PARAMETERS }
          : block
      case 'receipt':
        return {
          ...block,
          lines: block.lines.map((line) =>
            this.concerns(line.sql) ? { ...line, parameters: HIDDEN_PARAMETERS } : line,
          ),
        }
      case 'error':
        return { ...block, message: this.text(this.#withoutParameters(block.message)) }
      case 'group':
        return { ...block, blocks: block.blocks.map((inner) => this.apply(inner)) }
      case 'value':
      case 'text':
        return { ...block, text: this.text(block.text) }
      case 'tree':
        return { ...block, root: this.#node(block.root) }
      default:
        return block
    }
  }

  #withoutParameters(message: string): string {
    if (!this.concerns(message)) return message
    return message.replace(/\[parameters: [^]*\]/, `[parameters: ${HIDDEN_PARAMETERS}]`)
  }

  /** Any text, such as what user code writes. */
  text(text: string): string {
    return this.isEmpty || !this.seen ? text : this.seen.hideIn(text, HIDDEN.text)
  }

  #node(node: TreeNode): TreeNode {
    const { label, detail, children } = node
    return {
      ...node,
      label: this.text(label),
      ...(detail === undefined ? {} : { detail: this.text(detail) }),
      children: children.map((child) => this.#node(child)),
    }
  }

  /** A cell of a column that has another name than the one that is hidden. */
  #cell(cell: Cell): Cell {
    const text = this.text(cell.text)
    return text === cell.text ? cell : { ...cell, text }
  }

  /** Rows of values, for export. */
  rows<
    R extends {
      readonly columns: readonly string[]
      readonly rows: readonly (readonly unknown[])[]
    },
  >(records: R): R {
    if (this.isEmpty) return records
    const hidden = records.columns.map((column) => this.hides(column))
    const rows = records.rows.map((row) =>
      row.map((value, at) =>
        hidden[at] ? HIDDEN.text : typeof value === 'string' ? this.text(value) : value,
      ),
    )
    return { ...records, rows }
  }

  /** Columns by their title; in a list of attributes the row by its name. */
  #table(block: TableBlock): TableBlock {
    const hidden = block.columns.map(({ title }) => this.hides(title))
    const names = block.columns.findIndex(({ title }) => title === 'attribute')
    const rows = block.rows.map((row) => {
      const isHidden = names >= 0 && this.hides(row[names]?.text ?? '')
      return row.map((cell, at) =>
        hidden[at] || (isHidden && at > names) ? hide(cell) : this.#cell(cell),
      )
    })
    return { ...block, rows }
  }

  #field(field: EntityField): EntityField {
    if (!this.hides(field.name)) return field
    const { change, members } = field
    return {
      ...field,
      value: hide(field.value),
      ...(change ? { change: { from: hide(change.from), to: hide(change.to) } } : {}),
      ...(members
        ? { members: { added: members.added.map(hide), removed: members.removed.map(hide) } }
        : {}),
    }
  }
}

/** That there is no value is no secret. */
function hide(cell: Cell): Cell {
  return cell.text === '' || cell.type === 'null' || cell.type === 'unloaded' ? cell : HIDDEN
}

/** `passwordHash`, `password_hash` and `PASSWORD_HASH` are one name. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9*]/g, '')
}
