/** Calls into Alembic: operations, commands, contexts. */
import type { Context, Typed } from '../../core/context.js'
import { leave } from '../../core/report.js'
import {
  isMigration,
  MIGRATE,
  migrationEntry,
  migrationShape,
  type MigrationEntry,
} from '../../knowledge/migrations.js'
import { camelCase } from '../../knowledge/naming.js'
import { instance, plain, UNKNOWN, type Type } from '../../knowledge/types.js'
import * as out from '../../output/code.js'
import type { Argument, Call, Expression, Span } from '../../syntax/nodes.js'
import { buildArguments, camelDictionary, splitArguments } from '../arguments.js'

/** A name of Alembic's as a value; null for other paths. */
export function migrationValue(context: Context, node: Span, path: string): Typed | null {
  if (!isMigration(path)) return null
  const { owner, member } = splitPath(path)
  if (owner) {
    const code = out.member(context.imported(MIGRATE, owner.name), camelCase(member))
    return { code, type: { kind: 'imported', path } }
  }
  const entry = migrationEntry(path)
  if (entry === null) leave(node, path, 'it has no counterpart in orm-shell/migrate')
  const code = context.imported(MIGRATE, entry.name)
  return { code, type: entry.kind === 'object' ? entry.type : { kind: 'imported', path } }
}

/** A call of a name of Alembic's; null for other paths. */
export function migrationCall(context: Context, node: Call, path: string): Typed | null {
  if (!isMigration(path)) return null
  const { owner, member } = splitPath(path)
  const callee = context.expression(node.callee).code
  if (owner) return classCall(context, node, { callee, owner, member })
  const entry = migrationEntry(path)
  if (entry === null) leave(node, path, 'it has no counterpart in orm-shell/migrate')
  const args = migrationArguments(context, node.args, { order: ['file_'], later: [] })
  const isNew = entry.kind === 'class'
  return { code: isNew ? out.newObject(callee, args) : out.call(callee, args), type: entry.type }
}

/** `alembic.op.add_column` is `add_column` of `op`. */
function splitPath(path: string): {
  readonly owner: MigrationEntry | null
  readonly member: string
} {
  const at = path.lastIndexOf('.')
  return { owner: migrationEntry(path.slice(0, at)), member: path.slice(at + 1) }
}

interface MethodCall {
  readonly callee: out.Code
  /** The class of the object. */
  readonly of: string
  readonly name: string
}

const ANSWERS: Readonly<Record<string, Type>> = {
  create_table: instance('Table'),
  get_bind: instance('Connection'),
  get_context: instance('MigrationContext'),
  f: UNKNOWN,
  is_offline_mode: plain('bool'),
}

/** A method of `op`, of a batch, of `context` or `command`. */
export function operationCall(
  context: Context,
  node: Call,
  { callee, of, name }: MethodCall,
): Typed {
  const args = migrationArguments(context, node.args, migrationShape(of, name))
  const isStatement = of === 'Operations' || of === 'BatchOperations' || of === 'migrationCommand'
  const type = ANSWERS[name] ?? (isStatement && name !== 'revision' ? plain('none') : UNKNOWN)
  return { code: out.call(callee, args), type }
}

/** `MigrationContext.configure(…)`, `ScriptDirectory.from_config(…)`. */
function classCall(
  context: Context,
  node: Call,
  {
    callee,
    owner,
    member,
  }: { readonly callee: out.Code; readonly owner: MigrationEntry; readonly member: string },
): Typed {
  const order = member === 'from_config' ? ['config'] : []
  const args = migrationArguments(context, node.args, { order, later: [] })
  const makes = ['configure', 'from_config'].includes(member)
  return { code: out.call(callee, args), type: makes ? owner.type : UNKNOWN }
}

/** Positional ones, then one object of options; what Python says by `schema=None` is not said. */
function migrationArguments(
  context: Context,
  args: readonly Argument[],
  { order, later }: { readonly order: readonly string[]; readonly later: readonly string[] },
): readonly out.Code[] {
  const { positional, keywords } = splitArguments(args)
  const isBeyond = (_each: Argument, index: number): boolean =>
    order.length > 0 && later.length > 0 && index >= order.length
  const named = positional
    .filter(isBeyond)
    .map((each, index) => ({ ...each, name: later[index] ?? '' }))
  const kept = positional.filter((each, index) => !isBeyond(each, index))
  const said = [...named, ...keywords].filter(
    ({ name, value }) => name !== 'schema' || !isNone(value),
  )
  const placed = order.flatMap((name) => said.filter((each) => each.name === name))
  const codes = buildArguments(context, [...kept, ...placed], { order })
  const options = said.filter((each) => !placed.includes(each))
  return options.length === 0 ? codes : [...codes, optionsObject(context, options)]
}

function isNone(value: Expression): boolean {
  return value.kind === 'constant' && value.value === 'None'
}

/** Options of options follow the naming rules as well. */
function optionsObject(context: Context, options: readonly Argument[]): out.Code {
  return out.object(
    options.map(({ name, value }) => ({
      key: name === null ? null : camelCase(name),
      value: value.kind === 'dict' ? camelDictionary(context, value) : context.code(value),
    })),
  )
}
