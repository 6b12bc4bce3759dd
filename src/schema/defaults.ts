/** Values columns get when nobody gives one: made on our side, by SQL, or by the database. */
import { clauseElement, hasClauseElement } from '../sql/protocol.js'
import type { ClauseElement } from '../sql/elements/clause-element.js'
import { ColumnElement } from '../sql/elements/column-element.js'
import { SequenceNext } from '../sql/elements/sequence.js'
import { asElement, coerceExpression, unexpected } from '../sql/elements/coercions.js'
import { text } from '../sql/elements/literals.js'
import type { TypeArg } from '../sql/types/type-engine.js'

/** What a default function is told; `context.get_current_parameters()`. */
export interface DefaultContext {
  /** The other values of the row, by column key. */
  readonly currentParameters: Readonly<Record<string, unknown>>
  /** The connection the statement runs on. */
  readonly connection: unknown
}

/** A default of a column; `sqlalchemy.ColumnDefault`. */
export class ColumnDefault {
  readonly isScalar: boolean
  readonly isCallable: boolean
  readonly isClauseElement: boolean
  readonly isSequence: boolean
  readonly arg: unknown

  constructor(
    arg: unknown,
    /** For UPDATE rather than INSERT. */
    readonly forUpdate: boolean = false,
  ) {
    this.isSequence = arg instanceof Sequence
    this.isClauseElement = !this.isSequence && hasClauseElement(arg)
    this.isCallable = typeof arg === 'function' && !this.isClauseElement
    this.isScalar = !this.isSequence && !this.isClauseElement && !this.isCallable
    this.arg = this.isClauseElement
      ? (arg as { [clauseElement](): ClauseElement })[clauseElement]()
      : arg
  }

  /** The value for one row; only for scalars and functions. */
  evaluate(context: DefaultContext): unknown {
    return this.isCallable ? (this.arg as (context: DefaultContext) => unknown)(context) : this.arg
  }

  /** The expression written into the statement, if the default is SQL. */
  get expression(): ColumnElement | null {
    if (this.isSequence) return (this.arg as Sequence).nextValue()
    if (!this.isClauseElement) return null
    const element = this.arg as ClauseElement
    return element instanceof ColumnElement ? element : coerceExpression(element)
  }
}

/** A default the database knows; `sqlalchemy.DefaultClause` and `FetchedValue`. */
export class ServerDefault {
  constructor(
    /** A string is a value, an expression is SQL; null: something sets it, we do not say what. */
    readonly arg: string | ClauseElement | null,
    readonly forUpdate: boolean = false,
  ) {}

  /** False for values we only know to be set by a trigger or the like. */
  get hasArgument(): boolean {
    return this.arg !== null
  }
}

/** The database sets the value somehow; `sqlalchemy.FetchedValue`. @example column(integer, { serverDefault: fetchedValue() }) */
export function fetchedValue(): ServerDefault {
  return new ServerDefault(null)
}

export interface SequenceOptions {
  readonly start?: number
  readonly increment?: number
  readonly minvalue?: number
  readonly maxvalue?: number
  readonly nominvalue?: boolean
  readonly nomaxvalue?: boolean
  readonly cycle?: boolean
  readonly cache?: number
  readonly order?: boolean
  readonly always?: boolean
  readonly schema?: string
  readonly optional?: boolean
  /** Of its values; PostgreSQL. */
  readonly dataType?: TypeArg
}

/**
 * A named sequence; `sqlalchemy.Sequence`.
 *
 * @example
 * column(integer, { primaryKey: true, default: new Sequence('user_id_seq') })
 */
export class Sequence {
  readonly schema: string | null

  constructor(
    readonly name: string,
    readonly options: SequenceOptions = {},
  ) {
    this.schema = options.schema ?? null
  }

  get start(): number | null {
    return this.options.start ?? null
  }

  get increment(): number | null {
    return this.options.increment ?? null
  }

  get minvalue(): number | null {
    return this.options.minvalue ?? null
  }

  get maxvalue(): number | null {
    return this.options.maxvalue ?? null
  }

  get cycle(): boolean | null {
    return this.options.cycle ?? null
  }

  get cache(): number | null {
    return this.options.cache ?? null
  }

  /** The next value, as SQL. */
  nextValue(): ColumnElement<number> {
    return new SequenceNext(this)
  }
}

/** `GENERATED … AS IDENTITY`; `sqlalchemy.Identity`. @example column(integer, { primaryKey: true, identity: new Identity({ start: 42 }) }) */
export class Identity extends ServerDefault {
  constructor(readonly options: SequenceOptions = {}) {
    super(null)
  }

  get always(): boolean {
    return this.options.always ?? false
  }

  get start(): number | null {
    return this.options.start ?? null
  }

  get increment(): number | null {
    return this.options.increment ?? null
  }
}

/** `GENERATED ALWAYS AS (…)`; `sqlalchemy.Computed`. @example column(integer, { computed: new Computed('x * 2') }) */
export class Computed extends ServerDefault {
  readonly sqltext: ClauseElement

  constructor(
    sqltext: string | ClauseElement,
    readonly options: { readonly persisted?: boolean } = {},
  ) {
    super(null)
    const element = typeof sqltext === 'string' ? text(sqltext) : asElement(sqltext)
    if (!element) throw unexpected('SQL expression element for DDL constraint', sqltext)
    this.sqltext = element
  }

  /** Stored, or made when it is read; null: as the database has it. */
  get persisted(): boolean | null {
    return this.options.persisted ?? null
  }
}

/** What a server default may be given as. */
export type ServerDefaultArgument =
  string | number | boolean | ClauseElement | ServerDefault | { [clauseElement](): ClauseElement }

/** @internal */
export function makeServerDefault(
  argument: ServerDefaultArgument | undefined,
  forUpdate = false,
): ServerDefault | null {
  if (argument === undefined || argument === null) return null
  if (argument instanceof ServerDefault) return argument
  if (hasClauseElement(argument)) return new ServerDefault(argument[clauseElement](), forUpdate)
  return new ServerDefault(String(argument), forUpdate)
}

/** @internal */
export function makeDefault(argument: unknown, forUpdate = false): ColumnDefault | null {
  if (argument === undefined || argument === null) return null
  return argument instanceof ColumnDefault ? argument : new ColumnDefault(argument, forUpdate)
}
