/** The state of one translation: names in force, imports and helpers in use, models and functions found, what was left. */
import { ModelTable } from '../knowledge/model-table.js'
import { identifier, type Code } from '../output/code.js'
import type { Doc } from '../output/doc.js'
import { helperName } from '../output/helpers/index.js'
import type { Imported } from '../output/imports.js'
import type {
  Call,
  Block,
  ClassDefinition,
  Expression,
  Program,
  Span,
  Statement,
} from '../syntax/nodes.js'
import type { FunctionInfo, ModelInfo } from '../knowledge/program.js'
import { isMigrationScript } from '../knowledge/migrations.js'
import { variableName } from '../knowledge/naming.js'
import { UNKNOWN, type Seen, type Type } from '../knowledge/types.js'
import { planDeclarations, type Declarations } from './declarations.js'
import { lineAt, type LeftOver, type Untranslatable } from './report.js'
import { Scope, type Binding } from './scope.js'
import { boundNames, namesRead } from './walk.js'

export interface TranslateOptions {
  /**
   * `module` (default) declares names and imports what it uses; `shared` assigns top-level names without declaring
   * them and imports nothing: each statement is run by itself, in a scope that has the library.
   */
  readonly mode?: 'module' | 'shared'
  /** Values in texts are written `${String(value)}`, for environments that bring a `String` of their own. */
  readonly explicitText?: boolean
  /** Classes, functions, tables and the like are exported, as every name of a Python module is. */
  readonly exports?: boolean
}

/** An expression with what is known about its value. */
export interface Typed {
  readonly code: Code
  readonly type: Type
  /** A column that may hold nothing. */
  readonly isNullable?: boolean
}

/** Translators of the kinds of nodes; handed in, so that they may use each other through the context. */
export interface Translators {
  readonly expression: (context: Context, node: Expression) => Typed
  readonly block: (context: Context, body: Block) => readonly Doc[]
  /** Reads an expression from a text; null if it is none. */
  readonly parse: (text: string) => Expression | null
}

/** What the first round learns about the program and the second one uses. */
export class Knowledge {
  readonly models = new ModelTable()
  /** What was imported under another name: `from enum import Enum as PyEnum`. */
  readonly importedAs = new Map<string, string>()
  readonly classNodes = new Map<string, ClassDefinition>()
  readonly functions = new Map<number, FunctionInfo>()
  /** Tables of the program: what their columns refer to. */
  readonly tables = new Map<string, ReadonlySet<string>>()
  /** The calls that make them, by variable. */
  readonly tableCalls = new Map<string, Call>()
  /** Calls of `map_imperatively`, by the classes they map. */
  readonly imperative = new Map<string, Call>()
  /** The variables that hold tables, by the tables' names. */
  readonly tableVariables = new Map<string, string>()
  /** Attribute names, labels and columns of the user; they stay as written on values of unknown type. */
  readonly ownNames = new Set<string>()
  /** Methods that the program's classes add to those of the library: a `Query` with words of its own. */
  readonly addedMethods = new Set<string>()
  /** Types given a name: `intpk = Annotated[int, mapped_column(primary_key=True)]`. */
  readonly aliases = new Map<string, Expression>()
  /** What collections that start empty are filled with, by the places they are made at. */
  readonly seen = new Map<number, Seen>()
  /** Members of the program's enumerations. */
  readonly enums = new Map<string, readonly string[]>()
  /** What the members are given in Python, in order. */
  readonly enumValues = new Map<string, readonly Expression[]>()
}

/** The class around. */
export interface ClassFrame {
  readonly model: ModelInfo | null
  readonly name: string
  /** Names the base is called through `super`. */
  readonly isDerived: boolean
}

/** What a translation works with beside the program. */
export interface Parts {
  readonly knowledge: Knowledge
  readonly options: TranslateOptions
  readonly translators: Translators
}

export class Context {
  scope = new Scope(null, 'program')
  /** By module and name, in the order they were met. */
  readonly imports = new Map<string, Imported>()
  readonly helpers = new Set<string>()
  readonly left: LeftOver[] = []
  private readonly readNames: ReadonlySet<string>
  /** How variables of the present function are declared. */
  declarations: Declarations
  parameterTypes: readonly Type[] = []
  /** Translating conditions of a statement. */
  inConditions = false
  /** Types of what the present function returns. */
  returns: Type[] = []
  /** The type of what it yields. */
  yielded: Type | null = null
  /** An empty `return` answers null, because others answer something. */
  returnsNull = false
  /** The variable of the error being handled. */
  caught: string | null = null
  /** What `yield` calls, in functions used with `with`. */
  yieldsTo: Code | null = null
  /** What a `break` does before it leaves the loop around. */
  breaking: string | null = null
  /** Variables of the loops around that outlive them: all rounds share one. */
  readonly sharedLoopNames = new Set<string>()
  /** The class whose body is being translated. */
  class_: ClassFrame | null = null

  readonly knowledge: Knowledge
  readonly options: TranslateOptions
  /** Names the program binds anywhere: imports that collide get another name. */
  readonly taken: ReadonlySet<string>
  private readonly translators: Translators

  constructor(
    readonly program: Program,
    { knowledge, options, translators }: Parts,
  ) {
    this.knowledge = knowledge
    this.options = options
    this.translators = translators
    this.taken = boundNames(program.body)
    this.readNames = namesRead(program.body)
    this.declarations = planDeclarations(program.body, new Set())
  }

  /** Asked again in the same scope, the answer is the same. */
  expression(node: Expression): Typed {
    const { memo } = this.scope
    const known = memo.get(node)
    if (known) return known
    const typed = this.translators.expression(this, node)
    memo.set(node, typed)
    return typed
  }

  /** The code alone. */
  code(node: Expression): Code {
    return this.expression(node).code
  }

  /** How a statement declares a name; null: the name is declared already, or shared. */
  keyword(statement: Statement, name: string): 'const' | 'let' | null {
    if (this.isShared && this.scope.owner.kind === 'program') return null
    return this.declarations.keyword(statement, name)
  }

  /** True if the program reads a name somewhere. */
  isUsed(name: string): boolean {
    return this.readNames.has(name)
  }

  /** Runs with the state of a function's body: its own scope, declarations and answers. */
  inFunction<R>(declarations: Declarations, work: () => R): R {
    const { declarations: outer, returns, yieldsTo, yielded, returnsNull, caught } = this
    Object.assign(this, { declarations, returns: [], yieldsTo: null, yielded: null, caught: null })
    try {
      return this.scoped('function', work)
    } finally {
      Object.assign(this, { declarations: outer, returns, yieldsTo, yielded, returnsNull, caught })
    }
  }

  /** An expression inside of a text. */
  parse(text: string): Expression | null {
    return this.translators.parse(text)
  }

  /** Lambdas translated meanwhile have parameters of these types. */
  withParameterTypes<R>(types: readonly Type[], work: () => R): R {
    const outer = this.parameterTypes
    this.parameterTypes = types
    try {
      return work()
    } finally {
      this.parameterTypes = outer
    }
  }

  /** Translates the conditions of a statement. */
  conditions<R>(work: () => R): R {
    const outer = this.inConditions
    this.inConditions = true
    try {
      return work()
    } finally {
      this.inConditions = outer
    }
  }

  /** What is put into the collection made here. */
  seenAt({ from }: Span): Seen {
    const known = this.knowledge.seen.get(from)
    if (known) return known
    const seen: Seen = { key: UNKNOWN, of: UNKNOWN }
    this.knowledge.seen.set(from, seen)
    return seen
  }

  /** The statements of a body. */
  block(body: Block): readonly Doc[] {
    return this.translators.block(this, body)
  }

  get isShared(): boolean {
    return this.options.mode === 'shared'
  }

  /** The program is a migration script: what it says of itself goes by fixed names. */
  get isMigrationScript(): boolean {
    return !this.isShared && isMigrationScript(this.taken)
  }

  /** A name of the library, imported. */
  library(name: string): Code {
    return this.imported('orm-shell', name)
  }

  /**
   * A name from a module, imported under another one if the program uses it for something else.
   *
   * @param preferred what to call it, where its own name says too little
   */
  imported(module: string, name: string, preferred = name): Code {
    const key = `${module} ${name}`
    const free = this.taken.has(preferred) ? `${preferred}_` : preferred
    const local = this.imports.get(key)?.local ?? free
    this.imports.set(key, { module, name, local })
    return identifier(local)
  }

  /** A small function written below the program. */
  helper(name: string): Code {
    this.helpers.add(name)
    return identifier(helperName(name, this.taken))
  }

  lookup(name: string): Binding | null {
    return this.scope.get(name)
  }

  /** Makes a name known in the present scope. */
  bind(name: string, type: Type, code: Code = identifier(variableName(name))): Binding {
    const binding: Binding = { code, type }
    this.scope.set(name, binding)
    return binding
  }

  /** Runs in a scope of its own. */
  scoped<R>(kind: Scope['kind'], work: () => R): R {
    const outer = this.scope
    this.scope = new Scope(outer, kind)
    try {
      return work()
    } finally {
      this.scope = outer
    }
  }

  remember({ span, construct, reason }: Untranslatable): LeftOver {
    const entry = { line: lineAt(this.program.source, span.from), construct, reason }
    this.left.push(entry)
    return entry
  }

  text(node: Expression): string {
    return this.program.source.slice(node.from, node.to)
  }
}
