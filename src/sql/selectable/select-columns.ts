/** Which names the columns of a SELECT get: in its text, and in the columns of a subquery made of it. */
import { keepShape } from '../../util/kept-shapes.js'
import type { ClauseElement } from '../elements/clause-element.js'
import { ColumnElement } from '../elements/column-element.js'
import { nameKey, type Name } from '../names.js'
import { reduceColumns } from '../adapt/reduce-columns.js'
import { asElement } from '../elements/coercions.js'
import type { LabelStyle } from './select-base.js'
import type { Select } from './select.js'

/** One column with its names; `_ColumnsPlusNames`. */
export interface ColumnPlusNames {
  /** The label it must be written with; null: none is needed. */
  readonly requiredName: Name | null
  /** Its key among the statement's columns. */
  readonly proxyName: Name | null
  /** The label if the compiler decides that one is needed. */
  readonly fallbackName: Name | null
  readonly column: ClauseElement
  /** The same column once more: not a target of row lookups. */
  readonly repeated: boolean
}

interface NamedStatement {
  readonly allSelectedColumns: readonly ClauseElement[]
  readonly labelStyle: LabelStyle
}

/** Names for all columns of a statement; `SelectBase._generate_columns_plus_names`. */
export function generateColumnsPlusNames(
  statement: NamedStatement,
  anonForDupeKey: boolean,
  columns: readonly ClauseElement[] = statement.allSelectedColumns,
): readonly ColumnPlusNames[] {
  const naming = new ColumnNaming(statement.labelStyle, anonForDupeKey)
  const keyOf = keyNamingConvention(statement.labelStyle)
  return columns.map((column) => {
    const isExpression = column instanceof ColumnElement
    const { requiredName, fallbackName, repeated } = isExpression ? naming.next(column) : TEXT_NAMES
    const proxyName = isExpression ? keyOf(column) : null
    return { requiredName, proxyName, fallbackName, column, repeated }
  })
}

type Names = Omit<ColumnPlusNames, 'column' | 'proxyName'>

const TEXT_NAMES: Names = { requiredName: null, fallbackName: null, repeated: false }

/** Names given so far, and the rules for the next. */
class ColumnNaming {
  private readonly names = new Map<string, ColumnElement>()
  private dedupeIndex = 1
  private readonly qualified: boolean

  constructor(
    private readonly style: LabelStyle,
    private readonly anonForDupeKey: boolean,
  ) {
    this.qualified = style === 'tablenamePlusCol'
  }

  next(column: ColumnElement): Names {
    if (this.style === 'none') {
      return {
        requiredName: null,
        fallbackName: column.nonAnonLabel ?? column.anonNameLabel,
        repeated: false,
      }
    }
    const effective = this.qualified ? column.tqLabel : column.nonAnonLabel
    if (effective === null) return this.unnamed(column)
    return this.named(column, effective, this.qualified ? effective : null)
  }

  private unnamed(column: ColumnElement): Names {
    const label = column.expressionLabel
    if (label !== null) return this.named(column, label, label)
    const anon = column.anonNameLabel
    const repeated = this.names.has(nameKey(anon))
    this.names.set(nameKey(anon), column)
    return { requiredName: null, fallbackName: repeated ? this.dedupe(column) : anon, repeated }
  }

  private named(column: ColumnElement, effective: Name, required: Name | null): Names {
    const holder = this.names.get(nameKey(effective))
    if (!holder) {
      this.names.set(nameKey(effective), column)
      return { requiredName: required, fallbackName: effective, repeated: false }
    }
    if (holder.identity !== column.identity) return this.disambiguated(column)
    if (!this.anonForDupeKey)
      return { requiredName: required, fallbackName: effective, repeated: false }
    const label = this.dedupe(column)
    return { requiredName: label, fallbackName: label, repeated: true }
  }

  /** Another column has the name. */
  private disambiguated(column: ColumnElement): Names {
    const label = this.qualified ? column.anonTqLabel : column.anonNameLabel
    if (this.anonForDupeKey && this.names.has(nameKey(label))) {
      const again = this.dedupe(column)
      return { requiredName: again, fallbackName: again, repeated: true }
    }
    this.names.set(nameKey(label), column)
    return { requiredName: label, fallbackName: label, repeated: false }
  }

  private dedupe(column: ColumnElement): Name {
    const index = this.dedupeIndex++
    return this.qualified ? column.dedupeAnonTqLabel(index) : column.dedupeAnonLabel(index)
  }
}

keepShape(new ColumnNaming('none', false))

/** The keys of `selectedColumns` and of a subquery's `c`; `SelectState._column_naming_convention`. */
function keyNamingConvention(style: LabelStyle): (column: ColumnElement) => Name {
  const qualified = style === 'tablenamePlusCol'
  const names = new Set<string>()
  let numbered: ((label: Name) => string) | null = null
  return (column) => {
    const wanted = (qualified ? column.tqKeyLabel : column.proxyKey) ?? '_no_label'
    if (style === 'none' || !names.has(nameKey(wanted))) {
      names.add(nameKey(wanted))
      return wanted
    }
    numbered ??= numbering()
    if (wanted === '_no_label') return numbered(column.anonLabelFor('_no_label'))
    return numbered(qualified ? column.anonTqKeyLabel : column.anonKeyLabel)
  }
}

/** Gives anonymous keys their numbers. */
function numbering(): (label: Name) => string {
  const counters = new Map<string, number>()
  const given = new Map<string, string>()
  const number = (seed: string, body: string): string => {
    const known = given.get(`${seed} ${body}`)
    if (known !== undefined) return known
    const count = (counters.get(body) ?? 0) + 1
    counters.set(body, count)
    given.set(`${seed} ${body}`, `${body}_${count}`)
    return `${body}_${count}`
  }
  return (label) => (typeof label === 'string' ? label : label.resolve(number))
}

/** The selected columns without those that another one implies; `Select.reduce_columns`. */
export function reducedColumns(
  { allSelectedColumns, whereCriteria, setupJoins }: Select,
  onlySynonyms: boolean,
): readonly ColumnElement[] {
  const columns = allSelectedColumns.filter((each) => each instanceof ColumnElement)
  const joined = setupJoins.map(({ onclause }) => (onclause === null ? null : asElement(onclause)))
  return reduceColumns(columns, { clauses: [...whereCriteria, ...joined], onlySynonyms })
}
