/** What the compiler makes of a parameter: how its values are converted, and how a list of them is written out. */
import type { BindParameter } from '../elements/bind-parameter.js'
import type { Operator } from '../operators.js'
import { TupleType } from '../types/structured.js'
import type { Processor, TypeEngine } from '../types/type-engine.js'
import type { CompilerDialect } from './dialect.js'
import type { ExpandingSlot, ExpandRules } from './expand.js'
import { literalWriter } from './literal-text.js'

export class ParameterSlot implements ExpandingSlot {
  readonly type: TypeEngine
  readonly processor: Processor | null
  readonly expanding: boolean
  readonly literal: ((value: unknown) => string) | null
  readonly operator: Operator | null
  readonly itemProcessors: readonly (Processor | null)[] | null
  readonly itemLiterals: readonly ((value: unknown) => string)[] | null

  /** @param writesOut the values become text at once, whatever the parameter says */
  constructor(
    readonly name: string,
    readonly bind: BindParameter,
    private readonly dialect: CompilerDialect,
    ...[suffix, writesOut = false]: [string, boolean?]
  ) {
    const { type } = bind
    const items = type instanceof TupleType ? type.types : null
    this.suffix = suffix
    this.type = type
    this.processor = writesOut ? null : type.bindProcessor(dialect)
    this.expanding = writesOut || bind.expanding
    this.literal = writesOut || bind.literalExecute ? literalWriter(type, dialect) : null
    this.operator = bind.expandOp
    this.itemProcessors = items && items.map((item) => item.bindProcessor(dialect))
    this.itemLiterals = this.literal && items && items.map((item) => literalWriter(item, dialect))
  }

  readonly suffix: string

  get rules(): ExpandRules {
    const { select, features } = this.dialect
    return { emptySet: select.emptySet, tupleValues: features.tupleInValues }
  }
}
