/** One column: its name, type, foreign keys and options, as `Column(…)` and `mapped_column(…)` give them. */
import type { Context } from '../../core/context.js'
import { leave } from '../../core/report.js'
import { camelCase } from '../../knowledge/naming.js'
import * as out from '../../output/code.js'
import { render } from '../../output/doc.js'
import type { Argument, Call, Expression } from '../../syntax/nodes.js'
import { splitArguments } from '../arguments.js'
import { importPath } from '../import-path.js'

export interface ColumnParts {
  /** The name in the database, where it differs from the key. */
  readonly name: string | null
  /** The name, where it is computed. */
  readonly nameCode: out.Code | null
  readonly type: out.Code | null
  /** And what else stands between the type and the options. */
  readonly foreignKeys: readonly out.Code[]
  readonly options: readonly out.Property[]
  /** Options of `deferred(…)` around; null: not deferred. */
  readonly deferred: readonly out.Property[] | null
  /** Targets of foreign keys that are texts. */
  readonly references: readonly string[]
  readonly isPrimaryKey: boolean
}

export interface ColumnContext {
  /** The attribute or key; a name equal to it is not repeated. */
  readonly key: string | null
  /** The type an annotation gives; one given to the column wins. */
  readonly type?: out.Code | null
  /** What an annotation says; null: columns are nullable unless they are primary keys. */
  readonly isNullable?: boolean | null
  /** A column whose arguments come along: `Annotated[int, mapped_column(…)]`. */
  readonly base?: Call | null
}

interface Draft {
  name: string | null
  nameCode: out.Code | null
  type: out.Code | null
  nullable: Expression | null
  readonly foreignKeys: out.Code[]
  readonly references: string[]
  readonly options: Map<string, out.Code>
  readonly deferred: Map<string, out.Code>
}

/** Takes a column apart. */
export function readColumn(context: Context, node: Call | null, given: ColumnContext): ColumnParts {
  const draft: Draft = {
    name: null,
    nameCode: null,
    type: given.type ?? null,
    nullable: null,
    foreignKeys: [],
    references: [],
    options: new Map(),
    deferred: new Map(),
  }
  for (const call of [given.base ?? null, node]) {
    if (call) readArguments(context, draft, call)
  }
  const isPrimaryKey = draft.options.get('primaryKey')?.doc === 'true'
  const nullable = nullability(context, draft, {
    isPrimaryKey,
    annotated: given.isNullable ?? null,
  })
  if (nullable) draft.options.set('nullable', nullable)
  return {
    name: draft.name === given.key ? null : draft.name,
    nameCode: draft.nameCode,
    type: draft.type,
    foreignKeys: draft.foreignKeys,
    options: [...draft.options].map(([key, value]) => ({ key, value })),
    deferred: draft.deferred.size > 0 ? deferredOptions(draft) : null,
    references: draft.references,
    isPrimaryKey,
  }
}

function deferredOptions({ deferred }: Draft): readonly out.Property[] {
  return [...deferred].filter(([key]) => key !== 'deferred').map(([key, value]) => ({ key, value }))
}

/** SQLAlchemy's columns are nullable unless something says otherwise; ours are not. */
function nullability(
  context: Context,
  { nullable, options }: Draft,
  {
    isPrimaryKey,
    annotated,
  }: { readonly isPrimaryKey: boolean; readonly annotated: boolean | null },
): out.Code | null {
  if (nullable) {
    const isFalse = nullable.kind === 'constant' && nullable.value === 'False'
    return isFalse ? null : context.code(nullable)
  }
  const isNullable = annotated ?? (!isPrimaryKey && !options.has('identity'))
  return isNullable && !isPrimaryKey ? out.raw('true') : null
}

function readArguments(context: Context, draft: Draft, call: Call): void {
  const { positional, keywords } = splitArguments(call.args)
  positional.forEach((each, index) => readPositional(context, draft, { each, index }))
  // A dataclass has a default of its own beside the column's.
  const isShadowed = keywords.some(({ name }) => name === 'insert_default')
  for (const each of keywords)
    if (!isShadowed || each.name !== 'default') readKeyword(context, draft, each)
}

const GENERATED: Readonly<Record<string, string>> = {
  Computed: 'computed',
  Identity: 'identity',
  Sequence: 'default',
  FetchedValue: 'serverDefault',
}

function readPositional(
  context: Context,
  draft: Draft,
  { each, index }: { readonly each: Argument; readonly index: number },
): void {
  const { value } = each
  if (each.star === '*') leave(value, 'Column', 'arguments from a list')
  if (value.kind === 'string' && index === 0) {
    draft.name = value.value
    return
  }
  if (index === 0 && isName(context, value)) {
    draft.nameCode = context.code(value)
    return
  }
  const callee = value.kind === 'call' ? importPath(context, value.callee) : null
  const name = callee?.slice(callee.lastIndexOf('.') + 1) ?? ''
  const option = GENERATED[name]
  if (name === 'ForeignKey' && value.kind === 'call') readForeignKey(context, draft, value)
  else if (option) draft.options.set(option, context.code(value))
  else if (name === 'CheckConstraint') draft.foreignKeys.push(context.code(value))
  else if (value.kind === 'constant' && value.value === 'None') draft.type = null
  else if (draft.type === null || index <= 1) draft.type = context.code(value)
  else draft.foreignKeys.push(context.code(value))
}

/** Texts and quoted names. */
function isName(context: Context, value: Expression): boolean {
  if (context.expression(value).type.kind === 'str') return true
  const callee = value.kind === 'call' ? importPath(context, value.callee) : null
  return callee?.endsWith('.quoted_name') ?? false
}

function readForeignKey(context: Context, draft: Draft, node: Call): void {
  const target = node.args[0]?.value
  if (target?.kind === 'string') draft.references.push(target.value)
  else if (target) draft.references.push(...attributeTarget(context, target))
  draft.foreignKeys.push(context.code(node))
}

/** `ForeignKey(User.id)`: the table is that of the class. */
function attributeTarget(context: Context, target: Expression): readonly string[] {
  if (target.kind !== 'attribute') return []
  const owner = context.expression(target.object).type
  return owner.kind === 'model' && owner.model.table !== null
    ? [`${owner.model.table}.${target.name}`]
    : []
}

/** Keywords of dataclasses and of the declarative machinery. */
const IGNORED = new Set(
  'init repr default_factory compare kw_only hash sort_order dataclass_metadata quote_name'.split(
    ' ',
  ),
)

function readKeyword(context: Context, draft: Draft, { name, value }: Argument): void {
  if (name === null) leave(value, 'Column', 'keywords from a dictionary')
  if (IGNORED.has(name)) return
  if (name === 'nullable') draft.nullable = value
  else if (name === 'name') draft.name = value.kind === 'string' ? value.value : null
  else if (name === 'type_') draft.type = context.code(value)
  else if (name === 'primary_key' && context.text(value) === 'False') return
  else if (name.startsWith('deferred')) {
    const key = name === 'deferred' ? name : camelCase(name.replace('deferred_', ''))
    if (name !== 'deferred' || context.text(value) === 'True')
      draft.deferred.set(key, context.code(value))
  } else if (name === 'default' || name === 'insert_default' || name === 'onupdate') {
    readDefault(context, draft, { name: name === 'onupdate' ? name : 'default', value })
  } else draft.options.set(camelCase(name), context.code(value))
}

/** Classes that are called for each row: `default=dict`. */
const FACTORIES: Readonly<Record<string, string>> = {
  'builtins.dict': '() => ({})',
  'builtins.list': '() => []',
  'builtins.set': '() => new Set()',
}

function readDefault(
  context: Context,
  draft: Draft,
  { name, value }: { readonly name: string; readonly value: Expression },
): void {
  if (value.kind === 'constant' && value.value === 'None') return
  const factory = FACTORIES[importPath(context, value) ?? '']
  draft.options.set(
    name,
    factory ? out.raw(factory, out.PRECEDENCE.assignment) : plain(context, draft, value),
  )
}

/** A default; exact numbers are texts. */
function plain(context: Context, { type }: Draft, value: Expression): out.Code {
  const isExact = type !== null && /^(numeric|decimal)\b/.test(render(type.doc))
  const isNumber = value.kind === 'number' && isExact && !context.isShared
  return isNumber ? out.stringLiteral(value.text) : context.code(value)
}

/** `column('name', type, foreignKey(…), { … })`. */
export function columnCode(context: Context, parts: ColumnParts): out.Code {
  const args: out.Code[] = []
  if (parts.nameCode) args.push(parts.nameCode)
  else if (parts.name !== null) args.push(out.stringLiteral(parts.name))
  if (parts.type) args.push(parts.type)
  args.push(...parts.foreignKeys)
  if (parts.options.length > 0) args.push(out.object(parts.options))
  const column = out.call(context.library('column'), args)
  if (parts.deferred === null) return column
  const options = parts.deferred.length > 0 ? [out.object(parts.deferred)] : []
  return out.call(context.library('deferred'), [column, ...options])
}
