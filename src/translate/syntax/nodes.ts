/**
 * The Python syntax tree, as far as programs around SQLAlchemy need it. Made by `parse`, read by everything else in
 * `translate`; plain data.
 */

/** Offsets into the source. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Comment extends Span {
  readonly text: string
}

export interface Name extends Span {
  readonly kind: 'name'
  readonly id: string
}

export interface NumberLiteral extends Span {
  readonly kind: 'number'
  readonly text: string
}

export interface StringLiteral extends Span {
  readonly kind: 'string'
  readonly value: string
  readonly isBytes: boolean
}

/** `f"…"`; adjacent plain strings are parts of it. */
export interface FormatString extends Span {
  readonly kind: 'format'
  readonly parts: readonly (string | FormatPart)[]
}

export interface FormatPart {
  readonly value: Expression
  readonly conversion: string | null
  readonly spec: string | null
}

export interface Constant extends Span {
  readonly kind: 'constant'
  readonly value: 'None' | 'True' | 'False' | '...'
}

export interface Sequence extends Span {
  readonly kind: 'tuple' | 'list' | 'set'
  readonly items: readonly Expression[]
}

/** A null key is `**value`. */
export interface DictLiteral extends Span {
  readonly kind: 'dict'
  readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[]
}

export interface Argument extends Span {
  /** The keyword; null for positional ones. */
  readonly name: string | null
  readonly star: '' | '*' | '**'
  readonly value: Expression
}

export interface Call extends Span {
  readonly kind: 'call'
  readonly callee: Expression
  readonly args: readonly Argument[]
}

export interface Attribute extends Span {
  readonly kind: 'attribute'
  readonly object: Expression
  readonly name: string
}

export interface Subscript extends Span {
  readonly kind: 'subscript'
  readonly object: Expression
  readonly index: Expression
}

export interface SliceRange extends Span {
  readonly kind: 'slice'
  readonly start: Expression | null
  readonly stop: Expression | null
  readonly step: Expression | null
}

export interface Unary extends Span {
  readonly kind: 'unary'
  readonly operator: 'not' | '-' | '+' | '~'
  readonly operand: Expression
}

export interface Binary extends Span {
  readonly kind: 'binary'
  /** Arithmetic and bit operators, `and`, `or`. */
  readonly operator: string
  readonly left: Expression
  readonly right: Expression
}

/** `a < b <= c`; `operators[i]` stands between operand i and i + 1. */
export interface Compare extends Span {
  readonly kind: 'compare'
  readonly operators: readonly string[]
  readonly operands: readonly Expression[]
}

export interface Conditional extends Span {
  readonly kind: 'conditional'
  readonly test: Expression
  readonly body: Expression
  readonly otherwise: Expression
}

export interface Parameter extends Span {
  readonly name: string
  readonly star: '' | '*' | '**'
  readonly annotation: Expression | null
  readonly fallback: Expression | null
  /** After a bare `*` or `*args`. */
  readonly keywordOnly: boolean
}

export interface Lambda extends Span {
  readonly kind: 'lambda'
  readonly parameters: readonly Parameter[]
  readonly body: Expression
}

export interface ComprehensionClause {
  readonly target: Expression
  readonly iterable: Expression
  readonly conditions: readonly Expression[]
  readonly isAsync: boolean
}

export interface Comprehension extends Span {
  readonly kind: 'comprehension'
  readonly makes: 'list' | 'set' | 'dict' | 'generator'
  /** The element; the key of a dictionary. */
  readonly element: Expression
  readonly value: Expression | null
  readonly clauses: readonly ComprehensionClause[]
}

export interface Await extends Span {
  readonly kind: 'await'
  readonly value: Expression
}

export interface Yield extends Span {
  readonly kind: 'yield'
  readonly value: Expression | null
  readonly delegates: boolean
}

export interface Starred extends Span {
  readonly kind: 'starred'
  readonly value: Expression
}

export interface NamedExpression extends Span {
  readonly kind: 'named'
  readonly target: string
  readonly value: Expression
}

/** What the parser could not read. */
export interface Unknown extends Span {
  readonly kind: 'unknown'
  readonly what: string
}

export type Expression =
  | Name
  | NumberLiteral
  | StringLiteral
  | FormatString
  | Constant
  | Sequence
  | DictLiteral
  | Call
  | Attribute
  | Subscript
  | SliceRange
  | Unary
  | Binary
  | Compare
  | Conditional
  | Lambda
  | Comprehension
  | Await
  | Yield
  | Starred
  | NamedExpression
  | Unknown

/** What every statement carries beside itself. */
interface StatementBase extends Span {
  /** Comments above. */
  readonly comments: readonly Comment[]
  /** The comment on the same line. */
  readonly trailing: Comment | null
  /** An empty line stands above. */
  readonly spaced: boolean
}

export type Block = readonly Statement[]

export interface ExpressionStatement extends StatementBase {
  readonly kind: 'expression'
  readonly value: Expression
}

export interface Assign extends StatementBase {
  readonly kind: 'assign'
  /** `a = b = value` has two. */
  readonly targets: readonly Expression[]
  readonly annotation: Expression | null
  /** Null for a bare annotation. */
  readonly value: Expression | null
}

export interface Update extends StatementBase {
  readonly kind: 'update'
  readonly target: Expression
  readonly operator: string
  readonly value: Expression
}

export interface Return extends StatementBase {
  readonly kind: 'return'
  readonly value: Expression | null
}

export interface Raise extends StatementBase {
  readonly kind: 'raise'
  readonly value: Expression | null
  readonly cause: Expression | null
}

export interface If extends StatementBase {
  readonly kind: 'if'
  readonly branches: readonly { readonly test: Expression; readonly body: Block }[]
  readonly otherwise: Block | null
}

export interface For extends StatementBase {
  readonly kind: 'for'
  readonly target: Expression
  readonly iterable: Expression
  readonly body: Block
  readonly otherwise: Block | null
  readonly isAsync: boolean
}

export interface While extends StatementBase {
  readonly kind: 'while'
  readonly test: Expression
  readonly body: Block
  readonly otherwise: Block | null
}

export interface With extends StatementBase {
  readonly kind: 'with'
  readonly items: readonly { readonly value: Expression; readonly target: Expression | null }[]
  readonly body: Block
  readonly isAsync: boolean
}

export interface Handler {
  readonly type: Expression | null
  readonly name: string | null
  readonly body: Block
}

export interface Try extends StatementBase {
  readonly kind: 'try'
  readonly body: Block
  readonly handlers: readonly Handler[]
  readonly otherwise: Block | null
  readonly finalizer: Block | null
}

export interface FunctionDefinition extends StatementBase {
  readonly kind: 'function'
  readonly name: string
  readonly decorators: readonly Expression[]
  readonly parameters: readonly Parameter[]
  readonly returns: Expression | null
  readonly body: Block
  readonly isAsync: boolean
}

export interface ClassDefinition extends StatementBase {
  readonly kind: 'class'
  readonly name: string
  readonly decorators: readonly Expression[]
  readonly args: readonly Argument[]
  readonly body: Block
}

export interface ImportedName {
  /** Dotted path from the module; the module itself for `import x`. */
  readonly path: string
  readonly alias: string | null
}

export interface Import extends StatementBase {
  readonly kind: 'import'
  /** Null for `import x`. */
  readonly module: string | null
  readonly names: readonly ImportedName[]
}

export interface Delete extends StatementBase {
  readonly kind: 'delete'
  readonly targets: readonly Expression[]
}

export interface Assert extends StatementBase {
  readonly kind: 'assert'
  readonly test: Expression
  readonly message: Expression | null
}

/** `pass`, `break`, `continue`, `global`, `nonlocal`. */
export interface Word extends StatementBase {
  readonly kind: 'pass' | 'break' | 'continue' | 'scope'
}

/** A statement that could not be read. */
export interface UnknownStatement extends StatementBase {
  readonly kind: 'unknownStatement'
  readonly what: string
}

export type Statement =
  | ExpressionStatement
  | Assign
  | Update
  | Return
  | Raise
  | If
  | For
  | While
  | With
  | Try
  | FunctionDefinition
  | ClassDefinition
  | Import
  | Delete
  | Assert
  | Word
  | UnknownStatement

export interface Program {
  readonly source: string
  readonly body: Block
  /** Comments below the last statement. */
  readonly comments: readonly Comment[]
}
