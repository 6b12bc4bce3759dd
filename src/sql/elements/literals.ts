/** NULL, TRUE, FALSE, textual SQL, collations. */
import { ArgumentError } from '../../errors.js'
import { internals, type Internals } from '../internals.js'
import { ops, type Operator } from '../operators.js'
import { BOOLEAN_TYPE, NULL_TYPE } from '../types/resolve.js'
import type { TypeArg, TypeEngine } from '../types/type-engine.js'
import type { TextualSelect } from '../selectable/textual-select.js'
import type { FromClause } from '../selectable/from-clause.js'
import { BindParameter } from './bind-parameter.js'
import { ClauseElement, type Annotations } from './clause-element.js'
import { ColumnElement } from './column-element.js'

/** `NULL`. */
export class LiteralNull extends ColumnElement<null> {
  override readonly kind = 'null'
  override readonly type: TypeEngine = NULL_TYPE
}

/** `true`, or `1`. */
export class True extends ColumnElement<boolean> {
  override readonly kind = 'true'
  override readonly type: TypeEngine = BOOLEAN_TYPE

  override negate(): ColumnElement {
    return FALSE
  }
}

/** `false`, or `0`. */
export class False extends ColumnElement<boolean> {
  override readonly kind = 'false'
  override readonly type: TypeEngine = BOOLEAN_TYPE

  override negate(): ColumnElement {
    return TRUE
  }
}

const NULL = new LiteralNull()
const TRUE = new True()
const FALSE = new False()

/** SQL `NULL`; `sqlalchemy.null`. @example User.name.is(null_()) */
export function null_(): LiteralNull {
  return NULL
}

/** SQL `true`; `sqlalchemy.true`. @example select(User).where(true_()) */
export function true_(): True {
  return TRUE
}

/** SQL `false`; `sqlalchemy.false`. @example select(User).where(false_()) */
export function false_(): False {
  return FALSE
}

const TEXT_PARTS = internals({ text: 'plain', binds: 'plain', bindList: 'elements' })
const BIND = /(?<![:\w\\]):(\w+)(?!:)/g

/** SQL the user wrote, with `:name` parameters; `sqlalchemy.TextClause`. */
export class TextClause extends ClauseElement {
  override readonly kind = 'text'
  /** The text; parameters stand in it as `:name`. */
  readonly text: string
  /** The parameters by name. */
  readonly bindList: readonly BindParameter[]
  readonly executionOptionValues: Annotations = {}

  constructor(text: string) {
    super()
    this.text = text
    const names = new Set([...text.matchAll(BIND)].map((match) => match[1] ?? ''))
    this.bindList = [...names].map((name) => new BindParameter(name))
  }

  override get internals(): Internals {
    return TEXT_PARTS
  }

  get type(): TypeEngine {
    return NULL_TYPE
  }

  /** Options for the execution. @example text('SELECT 1').executionOptions({ streamResults: true }) */
  executionOptions(options: Annotations): this {
    return this.copyWith({ executionOptionValues: { ...this.executionOptionValues, ...options } })
  }

  /** The options that were given. */
  getExecutionOptions(): Annotations {
    return this.executionOptionValues
  }

  /** @internal In FROM it hides and contains nothing we know of. */
  get hideFroms(): readonly FromClause[] {
    return []
  }

  /** @internal */
  isDerivedFrom(): boolean {
    return false
  }

  /** A text is taken as it is: as a condition, a column, a FROM or an ORDER BY. */
  get selectIterable(): readonly ClauseElement[] {
    return [this]
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ClauseElement {
    return against === ops.in ? new TextGrouping(this) : this
  }

  /**
   * Gives parameters values or types.
   *
   * @example text('select * from t where x = :x').bindparams({ x: 5 })
   */
  bindparams(...binds: readonly (BindParameter | Readonly<Record<string, unknown>>)[]): TextClause {
    const byName = new Map(this.bindList.map((bind) => [bind.key as string, bind]))
    for (const entry of binds) {
      if (entry instanceof BindParameter) {
        const name = String(entry.origKey)
        definedParameter(byName, name)
        byName.set(name, entry)
        continue
      }
      for (const [name, value] of Object.entries(entry)) {
        const known = definedParameter(byName, name)
        byName.set(name, known.withValue(value, { maintainKey: true, required: false }))
      }
    }
    return this.copyWith({ bindList: [...byName.values()] })
  }

  /** Declares the columns of the rows: by position, or by name with types. */
  columns(
    ...columns: readonly (ColumnElement | Readonly<Record<string, TypeArg>>)[]
  ): TextualSelect {
    return makeTextualSelect(this, columns)
  }

  override describe(): string {
    return JSON.stringify(this.text)
  }
}

function definedParameter(byName: ReadonlyMap<string, BindParameter>, name: string): BindParameter {
  const known = byName.get(name)
  if (known) return known
  throw new ArgumentError(`This text() construct doesn't define a bound parameter named '${name}'`)
}

type MakeTextualSelect = (
  text: TextClause,
  columns: readonly (ColumnElement | Readonly<Record<string, TypeArg>>)[],
) => TextualSelect

let makeTextualSelect: MakeTextualSelect

/** @internal Installed by `selectable/textual-select.ts`. */
export function installTextualSelect(make: MakeTextualSelect): void {
  makeTextualSelect = make
}

/** A text where an expression is expected: written as it is. */
export class TextExpression extends ColumnElement {
  override readonly kind = 'textExpression'
  override readonly type: TypeEngine = NULL_TYPE

  constructor(readonly element: TextClause) {
    super()
  }

  override get internals(): Internals {
    return GROUPING_PARTS
  }

  override selfGroup(against: Operator | ClauseElement | null = null): ColumnElement {
    return against === ops.in ? new TextGrouping(this.element) : this
  }
}

/** A text in parentheses: `x IN (…)`. */
export class TextGrouping extends ColumnElement {
  override readonly kind = 'grouping'
  override readonly type: TypeEngine = NULL_TYPE

  constructor(readonly element: ClauseElement) {
    super()
  }

  override get internals(): Internals {
    return GROUPING_PARTS
  }
}

const GROUPING_PARTS = internals({ element: 'element' })

/**
 * Textual SQL with `:name` parameters; `sqlalchemy.text`.
 *
 * @example
 * session.execute(text('select 1 where :x = 1'), { x: 1 })
 */
export function text(sql: string): TextClause {
  return new TextClause(sql)
}

const COLLATION_PARTS = internals({ collation: 'plain' })

/** The right side of COLLATE. */
export class CollationClause extends ColumnElement<string> {
  override readonly kind = 'collation'
  override readonly type: TypeEngine = NULL_TYPE

  constructor(readonly collation: string) {
    super()
  }

  override get internals(): Internals {
    return COLLATION_PARTS
  }
}
