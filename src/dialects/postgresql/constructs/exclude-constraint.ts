/** `EXCLUDE USING gist (…)`: no two rows for which all the operators answer true. */
import type { Column } from '../../../schema/column.js'
import {
  ColumnConstraint,
  type ColumnReference,
  type ConstraintOptions,
} from '../../../schema/constraints.js'
import { copyExpression } from '../../../schema/ddl/copy-expression.js'
import { constraintEnd } from '../../../schema/ddl/create-table-text.js'
import type { DdlCompiler } from '../../../schema/ddl-compiler.js'
import type { Table } from '../../../schema/table.js'
import type { ClauseElement } from '../../../sql/elements/clause-element.js'
import { ColumnClause } from '../../../sql/elements/column-clause.js'
import { asElement } from '../../../sql/elements/coercions.js'
import { text } from '../../../sql/elements/literals.js'
import { CompileError } from '../../../sql/errors.js'

export interface ExcludeOptions extends ConstraintOptions {
  /** The index method; default: `gist`. */
  readonly using?: string
  readonly where?: string | ClauseElement
  /** Operator classes by column. */
  readonly ops?: Readonly<Record<string, string>>
}

/** A column or an expression, and the operator rows are compared with. */
export type Exclusion = readonly [element: ColumnReference | ClauseElement, operator: string]

const USING = /^(?:btree|hash|gist|gin|[\w_]+)$/i

/**
 * `sqlalchemy.dialects.postgresql.ExcludeConstraint`; options last.
 *
 * @example
 * new postgresql.ExcludeConstraint(['room', '='], ['during', '&&'], { name: 'no_overlap' })
 */
export class ExcludeConstraint extends ColumnConstraint {
  override readonly kind = 'exclude'
  readonly exclusions: readonly Exclusion[]
  readonly excludeOptions: ExcludeOptions

  constructor(...args: readonly [...Exclusion[], ExcludeOptions] | readonly Exclusion[]) {
    const last = args.at(-1)
    const options = Array.isArray(last) ? {} : (last as ExcludeOptions)
    const exclusions = args.filter((each) => Array.isArray(each)) as Exclusion[]
    super(
      exclusions.map(([element]) => element).filter((each) => isReference(each)),
      options,
    )
    this.exclusions = exclusions
    this.excludeOptions = options
  }

  get using(): string {
    return this.excludeOptions.using ?? 'gist'
  }

  get where(): ClauseElement | null {
    const { where } = this.excludeOptions
    return where === undefined ? null : typeof where === 'string' ? text(where) : where
  }

  override text(compiler: DdlCompiler): string {
    const elements = this.exclusions.map(
      ([reference, operator]) => `${this.#element(reference, compiler)} WITH ${operator}`,
    )
    if (!USING.test(this.using))
      throw new CompileError(
        `Unexpected SQL phrase: '${this.using}' (matching against '${USING.source}')`,
      )
    const name = compiler.formatConstraint(this)
    const condition = this.where
    return (
      `${name === null ? '' : `CONSTRAINT ${name} `}EXCLUDE USING ${this.using.toLowerCase()} (${elements.join(', ')})` +
      (condition ? ` WHERE (${compiler.expression(condition)})` : '') +
      constraintEnd(this)
    )
  }

  override copy(target: Table | null = null): ExcludeConstraint {
    const moved = this.exclusions.map(([element, operator]): Exclusion => {
      const isText = typeof element === 'string'
      return [
        isText ? element : copyExpression(asElement(element) as never, this, target),
        operator,
      ]
    })
    const { where } = this
    return new ExcludeConstraint(...moved, {
      ...this.excludeOptions,
      ...this.copiedOptions,
      ...(where ? { where: copyExpression(where, this, target) } : {}),
    })
  }

  #element(reference: Exclusion[0], compiler: DdlCompiler): string {
    const element =
      typeof reference === 'string'
        ? (this.table.columnByReference(reference) as Column)
        : (asElement(reference) as ClauseElement)
    const written = compiler.expression(element)
    const operator = 'key' in element ? this.excludeOptions.ops?.[String(element.key)] : undefined
    return operator === undefined ? written : `${written} ${operator}`
  }
}

function isReference(element: Exclusion[0]): element is ColumnReference {
  if (typeof element === 'string') return true
  const own = asElement(element)
  return own instanceof ColumnClause && 'nullable' in own
}
