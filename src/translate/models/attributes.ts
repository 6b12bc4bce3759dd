/** The attributes of a model, one by one: columns, relationships in thunks, and the rest. */
import type { Context } from '../core/context.js'
import { leave } from '../core/report.js'
import { columnCode, readColumn } from '../expressions/library/columns.js'
import { annotatedType } from '../expressions/library/sql-types.js'
import { findMember, findRelationship, type ModelInfo } from '../knowledge/program.js'
import { lastName } from '../knowledge/value-types.js'
import * as out from '../output/code.js'
import type { Assign, Call, Expression } from '../syntax/nodes.js'
import { isMappedAnnotation } from './collect.js'
import { compositeCode, compositeColumns } from './composites.js'
import { relationshipThunk } from './relationship.js'

export interface AttributeDeclaration {
  readonly model: ModelInfo
  readonly name: string
  readonly statement: Assign
}

const THUNKS = new Set(['column_property', 'query_expression'])

/** The value of an attribute in the record; null if the statement declares none. */
export function attributeCode(
  context: Context,
  declaration: AttributeDeclaration,
): out.Code | null {
  const { statement } = declaration
  const call = statement.value?.kind === 'call' ? statement.value : null
  const callee = call ? lastName(call.callee) : ''
  if (call && callee === 'relationship') return relationshipThunk(context, { ...declaration, call })
  if (call && THUNKS.has(callee)) return thunk(context.code(call))
  if (call && callee === 'association_proxy') return associationCode(context, declaration, call)
  if (call && callee === 'index_property') return context.code(call)
  if (call && callee === 'deferred') return deferredCode(context, declaration, call)
  if (call && callee === 'synonym') return synonymCode(context, call)
  if (call && callee === 'composite') {
    const annotation = mappedType(statement.annotation)
    return compositeCode(context, { model: declaration.model, annotation, call })
  }
  if (call && (callee === 'Column' || callee === 'mapped_column')) {
    return column(context, declaration, call)
  }
  if (statement.value?.kind === 'attribute' && isTableColumn(statement.value))
    return context.code(statement.value)
  const isMapped = statement.annotation !== null && isMappedAnnotation(statement.annotation)
  return isMapped && !statement.value ? column(context, declaration, null) : null
}

/** Objects in between are made as Python makes them: a class with a constructor of its own gets the value. */
function associationCode(context: Context, { model }: AttributeDeclaration, call: Call): out.Code {
  const through = call.args[0]?.value
  const relationship = through?.kind === 'string' ? findRelationship(model, through.value) : null
  const target = relationship && context.knowledge.models.get(relationship.target)
  const isGiven = call.args.some(({ name }) => name === 'creator')
  if (isGiven || !target || !findMember(target, '__init__')) return context.code(call)
  const made = out.newObject(out.identifier(target.name), [out.identifier('value')])
  const options = out.object([{ key: 'creator', value: out.arrow('(value: never)', made) }])
  const names = call.args.map(({ value }) => context.code(value))
  return out.call(context.library('associationProxy'), [...names, options])
}

function thunk(code: out.Code): out.Code {
  return out.arrow('()', code)
}

function column(
  context: Context,
  { model, name, statement }: AttributeDeclaration,
  call: Call | null,
): out.Code {
  const inner = mappedType(statement.annotation)
  const type = inner ? annotatedType(context, inner, model.annotationTypes) : null
  const parts = readColumn(context, call, {
    key: name,
    type: type?.code ?? null,
    isNullable: type ? type.isNullable : null,
    base: type?.base ?? null,
  })
  return columnCode(context, parts)
}

/** What stands inside of `Mapped[…]`. */
export function mappedType(annotation: Expression | null): Expression | null {
  if (annotation?.kind !== 'subscript' || lastName(annotation.object) !== 'Mapped') return null
  return annotation.index
}

/** `deferred(Column(…))`. */
function deferredCode(context: Context, declaration: AttributeDeclaration, call: Call): out.Code {
  const inner = call.args[0]?.value
  if (inner?.kind !== 'call' || lastName(inner.callee) !== 'Column')
    leave(call, 'deferred', 'of something else than a Column')
  const options = call.args
    .slice(1)
    .map(({ name, value }) => ({ key: name ?? '', value: context.code(value) }))
  const args = [column(context, declaration, inner)]
  if (options.length > 0) args.push(out.object(options))
  return out.call(context.library('deferred'), args)
}

/** `synonym("name")`. */
function synonymCode(context: Context, call: Call): out.Code {
  const name = call.args[0]?.value
  return out.call(context.library('synonym'), name ? [context.code(name)] : [])
}

/** Columns that an attribute declares beside itself. */
export function innerColumns(
  context: Context,
  { model, statement }: AttributeDeclaration,
): out.Property[] {
  const call = statement.value?.kind === 'call' ? statement.value : null
  if (!call || lastName(call.callee) !== 'composite') return []
  return compositeColumns(context, { model, annotation: mappedType(statement.annotation), call })
}

/** `name = users.c.user_name`: a column of the table under another name. */
export function isTableColumn(node: Expression): boolean {
  return node.kind === 'attribute' && node.object.kind === 'attribute' && node.object.name === 'c'
}
