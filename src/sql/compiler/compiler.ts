/**
 * The state of one compilation: names given so far, parameters, CTEs, result columns; and the dispatch to the
 * dialect's table. Compile functions get it as their second argument.
 */
import { CompileError, UnsupportedCompilationError } from '../errors.js'
import type { BindParameter } from '../elements/bind-parameter.js'
import type { ClauseElement } from '../elements/clause-element.js'
import type { AnonymousLabel } from '../names.js'
import type { Name } from '../names.js'
import type { Node } from '../nodes.js'
import type { CompileState } from '../plugin.js'
import { customCompile, isCustom, writeCustom } from './custom.js'
import { OUTERMOST_CONTEXT, type AddToResultMap, type Context } from './context.js'
import { CteRegistry } from './cte-registry.js'
import { FromLinter } from './from-linter.js'
import type { FromClause } from '../selectable/from-clause.js'
import { TupleType } from '../types/structured.js'
import {
  translatedSchema,
  type BindSlot,
  type CompileOptions,
  type DmlInfo,
  type ResultColumn,
} from './compiled.js'
import type { CompilerDialect, Visit } from './dialect.js'
import { ParameterSlot } from './parameter-slot.js'
import { quoteIdentifier } from './preparer.js'
import type { StackEntry } from './stack-entry.js'

export type { AddToResultMap, Context } from './context.js'

const MARK = '\u0000'

/** `sqlalchemy.sql.compiler.SQLCompiler`. */
export class SqlCompiler {
  readonly binds = new Map<string, BindParameter>()
  readonly stack: StackEntry[] = []
  readonly ctes = new CteRegistry()
  readonly resultColumns: ResultColumn[] = []
  orderedColumns = true
  textualColumns = false
  dml: DmlInfo | null = null
  compileState: CompileState | null = null
  /** What a plugin keeps between compilations and this one has used; null where the answer is the user's. */
  keptFroms: FromClause[] | null = []
  private readonly bindNames = new Map<BindParameter, string>()
  /** Names given to anonymous elements, by their body and then by what they were made for. */
  private readonly anonymous = new Map<string, Map<string, string>>()
  private truncated: Map<string, string> | null = null
  private slotSuffixes: Map<string, string> | null = null
  private readonly coreStatements: ClauseElement[] = []

  constructor(
    readonly dialect: CompilerDialect,
    readonly options: CompileOptions = {},
  ) {}

  /** The text of an element; a list's members are separated by commas. */
  process(
    element: ClauseElement | readonly ClauseElement[],
    context: Context = OUTERMOST_CONTEXT,
  ): string {
    if (isList(element)) return this.processList(element, ', ', context)
    const custom = customCompile(element, this.dialect.name)
    return custom
      ? writeCustom(custom, element, this, context)
      : this.processDefault(element, context)
  }

  /** The text of an element as the dialect has it, whatever `compiles` says. */
  processDefault(element: ClauseElement, context: Context = OUTERMOST_CONTEXT): string {
    const node = element as Node
    const visit = this.dialect.visitors[node.kind] as Visit<Node> | undefined
    if (!visit) throw unsupported(this.dialect, element)
    return visit(node, this, context)
  }

  /** Texts of several elements with a separator; empty texts are left out. */
  processList(
    elements: readonly ClauseElement[],
    separator: string,
    context: Context = OUTERMOST_CONTEXT,
  ): string {
    let all = ''
    for (const element of elements) {
      const text = this.process(element, context)
      if (text !== '') all += all === '' ? text : separator + text
    }
    return all
  }

  /** @internal A statement a plugin has made needs no plugin again. */
  markCore(statement: ClauseElement): void {
    this.coreStatements.push(statement)
  }

  /** @internal */
  isCore(statement: ClauseElement): boolean {
    return this.coreStatements.includes(statement)
  }

  /** What the FROM elements of a statement report to, if cartesian products are looked for. */
  newFromLinter(): FromLinter | null {
    return this.options.linting === true ? new FromLinter() : null
  }

  // --- names ---------------------------------------------------------------------------------------------

  /** A name as text: anonymous ones get their number, long ones are cut. */
  nameOf(name: Name): string {
    if (typeof name === 'string') return name
    return this.truncate(this.resolveAnonymous(name))
  }

  resolveAnonymous(label: AnonymousLabel): string {
    return label.resolve(this.numbered)
  }

  private readonly numbered = (seed: string, body: string): string => {
    let names = this.anonymous.get(body)
    if (names === undefined) this.anonymous.set(body, (names = new Map<string, string>()))
    let name = names.get(seed)
    if (name === undefined) names.set(seed, (name = `${body}_${names.size + 1}`))
    return name
  }

  /** Cuts a label the database could not hold. */
  truncate(name: string): string {
    const max = this.dialect.features.maxIdentifierLength
    if (name.length <= max - 6) return name
    const truncated = (this.truncated ??= new Map<string, string>())
    const known = truncated.get(name)
    if (known !== undefined) return known
    const cut = `${name.slice(0, Math.max(max - 6, 0))}_${(truncated.size + 1).toString(16)}`
    truncated.set(name, cut)
    return cut
  }

  /** A name in quotes if it needs them. */
  quote(name: string, force: boolean | null = null): string {
    return this.escapePercent(quoteIdentifier(this.dialect.identifiers, name, force))
  }

  /** The schema that is written for a table's or a sequence's. */
  schemaOf(schema: string | null): string | null {
    return translatedSchema(schema, this.options.schemaTranslateMap)
  }

  /** `%` is doubled where the driver's placeholders start with it. */
  escapePercent(text: string): string {
    return this.dialect.paramstyle === 'format' ? text.replaceAll('%', '%%') : text
  }

  // --- parameters ----------------------------------------------------------------------------------------

  /** Registers a parameter and answers its mark in the text. */
  bindMark(bind: BindParameter, suffix = ''): string {
    const name = this.bindNames.get(bind) ?? this.registerBind(bind)
    if (suffix) (this.slotSuffixes ??= new Map<string, string>()).set(name, suffix)
    return MARK + name + MARK
  }

  /** The name a parameter has in this statement, or null. */
  bindName(bind: BindParameter): string | null {
    return this.bindNames.get(bind) ?? null
  }

  private registerBind(bind: BindParameter): string {
    const name =
      typeof bind.key === 'string' ? bind.key : this.truncate(this.resolveAnonymous(bind.key))
    const existing = this.binds.get(name)
    if (existing && existing !== bind) this.checkConflict(name, existing, bind)
    this.binds.set(name, bind)
    this.bindNames.set(bind, name)
    return name
  }

  private checkConflict(name: string, existing: BindParameter, bind: BindParameter): void {
    const related = existing.origin === bind.origin
    if ((existing.unique || bind.unique) && !related) {
      throw new CompileError(
        `Bind parameter '${name}' conflicts with unique bind parameter of the same name`,
      )
    }
    if (existing.isCrud || bind.isCrud) {
      throw new CompileError(
        `bindparam() name '${name}' is reserved for automatic usage in the VALUES or SET clause of this ` +
          `insert/update statement.   Please use a name other than column name when using bindparam() ` +
          `with insert() or update() (for example, 'b_${name}').`,
      )
    }
  }

  /** Text and slots from the marked text: every second piece is the name of a parameter. */
  finish(marked: string): {
    readonly segments: readonly string[]
    readonly slots: readonly BindSlot[]
  } {
    const pieces = marked.split(MARK)
    const segments: string[] = []
    const slots: BindSlot[] = []
    for (let i = 0; i < pieces.length; i += 2) {
      segments.push(pieces[i] as string)
      if (i + 1 < pieces.length) slots.push(this.makeSlot(pieces[i + 1] as string))
    }
    return { segments, slots }
  }

  private makeSlot(name: string): BindSlot {
    const bind = this.binds.get(name) as BindParameter
    return new ParameterSlot(name, bind, this.dialect, this.slotSuffixes?.get(name) ?? '')
  }

  /** @internal A list that is written out at once. */
  literalSlot(bind: BindParameter): BindSlot {
    return new ParameterSlot('', bind, this.dialect, '', true)
  }

  // --- results -------------------------------------------------------------------------------------------

  readonly addToResultMap: AddToResultMap = (keyname, name, objects, type) => {
    if (keyname === '*' || keyname === '') {
      this.orderedColumns = false
      this.textualColumns = true
    }
    if (type instanceof TupleType) {
      throw new CompileError(
        "Most backends don't support SELECTing from a tuple() object.  If this is an ORM query, consider using the Bundle object.",
      )
    }
    this.resultColumns.push({ keyname, name, objects, type })
  }
}

function isList(
  element: ClauseElement | readonly ClauseElement[],
): element is readonly ClauseElement[] {
  return Array.isArray(element)
}

/** @internal */
export function unsupported(
  dialect: CompilerDialect,
  element: object,
): UnsupportedCompilationError {
  const hint = isCustom(element)
    ? `: ${element.constructor.name} construct has no default compilation handler.`
    : ''
  return new UnsupportedCompilationError(
    `Compiler ${dialect.compilerName}Compiler can't render element of type ${element.constructor.name}${hint}`,
  )
}
