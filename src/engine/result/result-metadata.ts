/**
 * The columns of a result: their names, what they can be looked up by, and the classes of its rows. Made once per
 * compiled statement, shared by all its results.
 */
import type { CompileState } from '../../sql/plugin.js'
import { clauseElement, hasClauseElement } from '../../sql/protocol.js'
import { NoSuchColumnError } from '../errors.js'
import { mappingColumns, Row, RowMapping } from '../row.js'

export interface ResultColumn {
  readonly key: string
  /** Columns, labels, attributes or classes that name this column of the row. */
  readonly objects?: readonly unknown[]
  /** What two values are compared by in `unique()`; the value itself when absent. */
  readonly uniqueBy?: (value: unknown) => unknown
}

type MappingShape = new () => RowMapping

/** Names that a getter must not hide. */
const reserved = new Set(['length', 'mapping', 'asObject', 'keys', 'metadata', 'constructor'])

export class ResultMetaData {
  readonly keys: readonly string[]
  /** `unique()` compares some column by more than its value. */
  readonly comparesByFunction: boolean
  readonly #positions: Map<unknown, number>
  /** The prototype of the rows. */
  #rowShape: Row | null = null
  #mappingShape: MappingShape | null = null

  constructor(
    readonly columns: readonly ResultColumn[],
    /** What the plugin of the statement noted when it was compiled, perhaps for an earlier execution. */
    readonly compileState: CompileState | null = null,
  ) {
    this.keys = Object.freeze(columns.map((column) => column.key))
    this.comparesByFunction = columns.some(({ uniqueBy }) => uniqueBy !== undefined)
    this.#positions = new Map()
    for (const [index, { key, objects = [] }] of columns.entries()) {
      this.#positions.set(key, index)
      for (const object of objects) this.#positions.set(identityOf(object), index)
    }
  }

  /** The position of a column given by name, position, or as a column, attribute or class. */
  indexOf(key: unknown): number {
    const index = this.find(key)
    if (index === null) throw new NoSuchColumnError(key)
    return index
  }

  /** Like `indexOf`, or null. */
  find(key: unknown): number | null {
    if (typeof key === 'number') return this.#position(key)
    return this.#positions.get(key) ?? this.#positions.get(identityOf(key)) ?? null
  }

  /** The metadata of some of the columns, in the order given. */
  pick(indexes: readonly number[]): ResultMetaData {
    const columns = indexes.map((index) => this.columns[index])
    return new ResultMetaData(columns.filter((column) => column !== undefined))
  }

  /** Makes a row of an array, in place: the array must belong to the result. */
  makeRow(values: unknown[]): Row {
    this.#rowShape ??= this.#makeRowShape()
    return Object.setPrototypeOf(values, this.#rowShape) as Row
  }

  makeMapping(values: readonly unknown[]): RowMapping {
    const shape = (this.#mappingShape ??= this.#makeMappingShape())
    const mapping = new shape() as Record<string, unknown>
    for (const [index, key] of this.keys.entries()) mapping[key] = values[index]
    return mapping as RowMapping
  }

  #position(index: number): number | null {
    const position = index < 0 ? this.keys.length + index : index
    return position in this.keys ? position : null
  }

  #makeRowShape(): Row {
    const shape = class extends Row {}
    Object.defineProperty(shape, 'name', { value: 'Row' })
    Object.defineProperty(shape.prototype, 'metadata', { value: this })
    for (const [index, key] of this.keys.entries()) {
      if (reserved.has(key)) continue
      const get = function (this: Row): unknown {
        return this[index]
      }
      Object.defineProperty(shape.prototype, key, { get, configurable: true })
    }
    return shape.prototype
  }

  #makeMappingShape(): MappingShape {
    const shape = class extends RowMapping {}
    Object.defineProperty(shape, 'name', { value: 'RowMapping' })
    Object.defineProperty(shape.prototype, mappingColumns, { value: this })
    return shape
  }
}

/** Annotated copies of a column and instrumented attributes count as the column itself. */
function identityOf(key: unknown): unknown {
  return hasClauseElement(key) ? key[clauseElement]().identity : key
}
