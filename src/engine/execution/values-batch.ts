/** Writes one statement for a batch of rows, from an INSERT that was taken apart. */
import type { Column } from '../../schema/column.js'
import { placeholderText, type BoundStatement } from '../../sql/compiler/compiled.js'
import { quoteIdentifier } from '../../sql/compiler/preparer.js'
import { EnumType } from '../../sql/types/enum.js'
import { StringType } from '../../sql/types/text.js'
import { TypeDecorator } from '../../sql/types/type-decorator.js'
import type { TypeEngine } from '../../sql/types/type-engine.js'
import type { Dialect } from '../dialect.js'
import type { Piece, ValuesTemplate } from './values-template.js'

export interface BatchForm {
  readonly template: ValuesTemplate
  readonly dialect: Dialect
  /** A column fetched on top of RETURNING, to put the rows in order by. */
  readonly sentinel: Column | null
  /** RETURNING has a column of that name already. */
  readonly sentinelRepeats: boolean
  /** Select the values in the order of a counter, so that generated keys follow it. */
  readonly counts: boolean
}

export function writeBatch(form: BatchForm, rows: readonly BoundStatement[]): BoundStatement {
  const out = new BatchText(form)
  out.pieces(form.template.before, rows[0])
  out.text(form.counts ? ` SELECT ${castValues(form)} FROM (VALUES ` : ' VALUES ')
  rows.forEach((row, index) => {
    if (index > 0) out.text(', ')
    out.text('(')
    form.template.values.forEach((value, position) => {
      if (position > 0) out.text(', ')
      out.pieces(value, row)
    })
    out.text(form.counts ? `, ${index})` : ')')
  })
  if (form.counts) out.text(`) AS imp_sen(${counterNames(form)}) ORDER BY sen_counter`)
  out.pieces(form.template.after, rows[0])
  if (form.sentinel !== null) out.text(`, ${sentinelText(form, form.sentinel)}`)
  return { sql: out.sql, parameters: out.parameters }
}

/** Text with placeholders, numbered as they come. */
class BatchText {
  sql = ''
  readonly parameters: unknown[] = []

  constructor(private readonly form: BatchForm) {}

  text(part: string): void {
    this.sql += part
  }

  pieces(pieces: readonly Piece[], row: BoundStatement | undefined): void {
    for (const piece of pieces) {
      if (typeof piece === 'string') this.sql += piece
      else this.#placeholder(piece, row?.parameters[piece])
    }
  }

  #placeholder(slot: number, value: unknown): void {
    const { template, dialect } = this.form
    const { name = '', suffix = '' } = template.slots[slot] ?? {}
    this.sql += placeholderText(dialect.paramstyle, name, this.parameters.length) + suffix
    this.parameters.push(value)
  }
}

/** Untyped rows of VALUES need to be told what they are: `p0::VARCHAR, p1::INTEGER`. */
function castValues({ template, dialect }: BatchForm): string {
  return template.values
    .map((value, index) => {
      const [only] = value
      const type =
        value.length === 1 && typeof only === 'number' ? template.slots[only]?.type : undefined
      const cast = type === undefined ? undefined : castName(type, dialect)
      return cast === undefined ? `p${index}` : `p${index}::${cast}`
    })
    .join(', ')
}

/** The name of a type in a cast; texts lose their length, which is the column's business. */
function castName(type: TypeEngine, dialect: Dialect): string | undefined {
  const own = type.implFor(dialect)
  if (own instanceof TypeDecorator) return castName(own.implOn(dialect), dialect)
  const isSizedText = own instanceof StringType && own.length !== null
  const isNamed = own instanceof EnumType && own.nativeEnum
  const plain = isSizedText && !isNamed ? new StringType() : own
  return dialect.types[plain.visitName]?.(plain, dialect)
}

function counterNames({ template }: BatchForm): string {
  return [...template.values.map((_, index) => `p${index}`), 'sen_counter'].join(', ')
}

function sentinelText({ dialect, sentinelRepeats }: BatchForm, column: Column): string {
  const quote = (name: string): string => quoteIdentifier(dialect.identifiers, name)
  const table = dialect.insertManyValues.qualifiesReturning
    ? `${quote(String(column.table?.name))}.`
    : ''
  const alias = sentinelRepeats ? ` AS ${quote(`${column.name}__1`)}` : ''
  return `${table}${quote(column.name)}${alias}`
}
