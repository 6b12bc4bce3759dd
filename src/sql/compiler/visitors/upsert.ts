/** ON CONFLICT of SQLite and PostgreSQL, ON DUPLICATE KEY UPDATE of MySQL. */
import { ArgumentError } from '../../../errors.js'
import { warn } from '../../../util/warnings.js'
import { replacementTraverse } from '../../adapt/traverse.js'
import type { DmlPair } from '../../dml/dml-base.js'
import type { Insert } from '../../dml/insert.js'
import type { PostValues } from '../../dml/on-conflict.js'
import { BindParameter } from '../../elements/bind-parameter.js'
import type { ClauseElement } from '../../elements/clause-element.js'
import { coerceExpression } from '../../elements/coercions.js'
import type { ColumnElement } from '../../elements/column-element.js'
import { UnsupportedCompilationError } from '../../errors.js'
import type { SqlCompiler } from '../compiler.js'

/** What follows the values; @throws UnsupportedCompilationError for the clause of another database */
export function postValuesText(post: PostValues, statement: Insert, compiler: SqlCompiler): string {
  if (!compiler.dialect.features.upserts.includes(post.type)) {
    const { compilerName } = compiler.dialect
    throw new UnsupportedCompilationError(
      `Compiler ${compilerName}Compiler can't render element of type ${post.type}`,
    )
  }
  if (post.type === 'onDuplicateKey')
    return ` ON DUPLICATE KEY UPDATE ${setList(post, statement, compiler)}`
  const target = conflictTarget(post, compiler)
  if (post.set === null) return ` ON CONFLICT${target} DO NOTHING`
  if (target === '' && compiler.dialect.features.upsertNeedsTarget) {
    throw new ArgumentError(
      'Either constraint or index_elements, but not both, must be specified unless DO NOTHING',
      { hint: "name the unique columns: onConflictDoUpdate({ indexElements: ['id'], set: … })" },
    )
  }
  const condition = post.where
    ? ` WHERE ${compiler.process(post.where, { includeTable: true })}`
    : ''
  return ` ON CONFLICT${target} DO UPDATE SET ${setList(post, statement, compiler)}${condition}`
}

function conflictTarget(post: PostValues, compiler: SqlCompiler): string {
  if (post.constraint !== null) return ` ON CONSTRAINT ${compiler.quote(post.constraint)}`
  if (post.target.length === 0) return ''
  const parts = post.target.map((part) =>
    typeof part === 'string'
      ? compiler.quote(part)
      : compiler.process(part, { includeTable: false }),
  )
  return ` (${parts.join(', ')})${targetCondition(post, compiler)}`
}

/** SQLite recognises a partial index by its condition, which therefore has no parameters. */
function targetCondition({ targetWhere }: PostValues, compiler: SqlCompiler): string {
  if (!targetWhere) return ''
  const condition = compiler.dialect.features.literalConflictTarget
    ? replacementTraverse(targetWhere, (each) =>
        each instanceof BindParameter ? each.asLiteral() : undefined,
      )
    : targetWhere
  return ` WHERE ${compiler.process(condition, { includeTable: false })}`
}

/** `name = value`, in the order of the table's columns, others after. */
function setList(post: PostValues, statement: Insert, compiler: SqlCompiler): string {
  const pairs = (post.set ?? []).map(([target, value]) => ({
    key: keyOf(target, statement),
    value,
  }))
  const order = statement.table.columns.keys()
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length)
  const unknown = pairs.filter(({ key }) => !order.includes(key)).map(({ key }) => `'${key}'`)
  if (unknown.length > 0) {
    warn(
      'Additional column names not matching any column keys in ' +
        `table '${statement.table.description}': ${unknown.join(', ')}`,
    )
  }
  const sorted =
    post.type === 'onConflict' ? [...pairs].sort((a, b) => rank(a.key) - rank(b.key)) : pairs
  return sorted.map(({ key, value }) => setText(key, value, statement, compiler)).join(', ')
}

function keyOf(target: DmlPair[0], statement: Insert): string {
  if (typeof target !== 'string') return String(target.key)
  if (statement.table.columns.has(target)) return target
  return String(
    statement.table.columns.values().find((column) => column.name === target)?.key ?? target,
  )
}

function setText(key: string, value: unknown, statement: Insert, compiler: SqlCompiler): string {
  const column = statement.table.columns.get(key)
  const name = compiler.quote(compiler.nameOf(column?.name ?? key))
  return `${name} = ${compiler.process(setValue(value, column).selfGroup(), { includeTable: true })}`
}

function setValue(value: unknown, column: ColumnElement | undefined): ColumnElement {
  if (isElement(value)) {
    const element = value as ColumnElement
    const untyped = element instanceof BindParameter && element.type.isNull && column
    return untyped ? element.withType(column.type) : element
  }
  return column
    ? new BindParameter(null, { value, type: column.type, unique: true })
    : coerceExpression(value)
}

function isElement(part: unknown): part is ClauseElement {
  return typeof part === 'object' && part !== null && 'fromObjects' in part
}
