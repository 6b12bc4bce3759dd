/** Assignments: declarations where a name is new, destructuring, attributes, entries of dictionaries. */
import type { Context, Typed } from '../core/context.js'
import { leave } from '../core/report.js'
import { isUnread, keptGenerator, partType, patternOf } from '../expressions/comprehensions.js'
import { annotationType, typeText } from '../expressions/functions.js'
import { importPath } from '../expressions/import-path.js'
import { scriptName } from '../knowledge/migrations.js'
import { lastName } from '../knowledge/value-types.js'
import {
  isInstance,
  isSql,
  listOf,
  notePut,
  plain,
  UNKNOWN,
  type Type,
} from '../knowledge/types.js'
import { specialMethod } from '../knowledge/special-methods.js'
import * as out from '../output/code.js'
import { hardline, join, type Doc } from '../output/doc.js'
import type { Assign, Delete, Expression, Subscript, Update } from '../syntax/nodes.js'
import { targetNames } from '../core/walk.js'
import { attributeCode } from '../models/attributes.js'
import { isLogConfiguration, LOGGING } from './simple.js'

export function assign(context: Context, node: Assign): Doc | null {
  if (isTypeAlias(context, node)) return null
  if (node.targets[0] && isLogConfiguration(context, node.targets[0])) return LOGGING
  const [target, ...others] = namesFirst(node.targets)
  if (!target) return null
  if (!node.value) return bareAnnotation(context, node, target)
  const added = addedAttribute(context, node, target)
  if (added) return added
  const value = valueOf(context, node, node.value, target)
  const first = assignTo(context, node, { target, value })
  if (others.length === 0) return first
  const docs = others.map((each) => {
    const again = { code: context.code(target), type: value.type }
    return assignTo(context, node, { target: each, value: again })
  })
  return join(hardline, [first, ...docs])
}

/** In `box["a"] = first = Item()` the value is read back from the name: a place may answer something else. */
function namesFirst(targets: readonly Expression[]): readonly Expression[] {
  if (targets.length < 2) return targets
  const isName = ({ kind }: Expression): boolean => kind === 'name'
  return [...targets.filter(isName), ...targets.filter((each) => !isName(each))]
}

/** `User.full = column_property(…)`: an attribute for a class that is mapped already. */
function addedAttribute(context: Context, node: Assign, target: Expression): Doc | null {
  if (target.kind !== 'attribute' || node.value?.kind !== 'call') return null
  const owner = context.expression(target.object)
  if (owner.type.kind !== 'model' || owner.type.model.role !== 'model') return null
  const declaration = { model: owner.type.model, name: target.name, statement: node }
  const code = attributeCode(context, declaration)
  if (!code) return null
  const mapper = out.call(context.library('inspect'), [owner.code])
  const args = [out.stringLiteral(target.name), code]
  return out.call(out.member(mapper, 'addProperty'), args).doc
}

/** `Id = Annotated[int, …]`, `T = TypeVar("T")`: known while translating, gone in TypeScript. */
function isTypeAlias(context: Context, { targets: [target], value }: Assign): boolean {
  if (target?.kind !== 'name' || !value) return false
  if (value.kind === 'call' && lastName(value.callee) === 'TypeVar') return true
  if (target.id.startsWith('__') && target.id.endsWith('__')) return true
  if (value.kind !== 'subscript') return false
  const name = lastName(value.object)
  if (!['Annotated', 'Literal', 'Optional', 'Union'].includes(name)) return false
  context.knowledge.aliases.set(target.id, value)
  return true
}

function bareAnnotation(context: Context, node: Assign, target: Expression): Doc | null {
  if (target.kind !== 'name' || !node.annotation) return null
  const type = annotationType(context, node.annotation)
  const keyword = context.keyword(node, target.id)
  const binding = context.bind(target.id, type)
  return keyword ? [`let `, binding.code.doc, `: ${typeText(context, type)}`] : null
}

/** The value; the base of all models is known by its name. */
function valueOf(context: Context, node: Assign, value: Expression, target: Expression): Typed {
  const kept = value.kind === 'comprehension' ? keptGenerator(context, value) : null
  if (kept) return kept
  const typed = context.expression(value)
  const declared = node.annotation ? annotationType(context, node.annotation) : UNKNOWN
  const model = target.kind === 'name' ? context.knowledge.models.get(target.id) : undefined
  const isModel =
    model?.role === 'base' && value.kind === 'call' && isBaseCall(context, value.callee)
  if (isModel) return { code: typed.code, type: { kind: 'model', model } }
  return declared.kind === 'unknown' || typed.type.kind !== 'unknown'
    ? typed
    : { ...typed, type: declared }
}

function isBaseCall(context: Context, callee: Expression): boolean {
  return /declarative_base$|automap_base$|generate_base$/.test(
    importPath(context, callee) ?? lastName(callee),
  )
}

interface Assignment {
  readonly target: Expression
  readonly value: Typed
}

function assignTo(context: Context, node: Assign, { target, value }: Assignment): Doc {
  if (target.kind === 'name') return assignName(context, node, { target, value })
  if (target.kind === 'tuple' || target.kind === 'list')
    return destructure(context, node, { target, value })
  if (target.kind === 'subscript') return assignElement(context, target, value)
  if (target.kind === 'attribute' && isInstance(value.type, 'queryProperty')) {
    const args = [context.code(target.object), out.stringLiteral(target.name), value.code]
    return out.call(out.member(out.identifier('Object'), 'defineProperty'), args).doc
  }
  return [context.code(target).doc, ' = ', value.code.doc]
}

function assignName(context: Context, node: Assign, { target, value }: Assignment): Doc {
  const name = (target as Extract<Expression, { kind: 'name' }>).id
  const keyword = context.keyword(node, name)
  const own =
    context.isMigrationScript && context.scope.owner.kind === 'program' ? scriptName(name) : null
  const binding = context.bind(name, value.type, ...(own === null ? [] : [out.identifier(own)]))
  const text = out.wrap(value.code, out.PRECEDENCE.assignment)
  return [keyword ? `${keyword} ` : '', binding.code.doc, ' = ', text]
}

/** `first, *middle, last = values`: a rest that is not the last takes all but what follows it. */
function unpacked(context: Context, { target, value }: Assignment): Assignment {
  if (target.kind !== 'tuple' && target.kind !== 'list') return { target, value }
  const at = target.items.findIndex(({ kind }) => kind === 'starred')
  const after = target.items.length - 1 - at
  if (at < 0 || after === 0) return { target, value }
  const items = target.items.map((each) => (each.kind === 'starred' ? each.value : each))
  const args = [value.code, out.raw(String(at)), out.raw(String(after))]
  const parts = items.map((_each, index) => (index === at ? listOf(UNKNOWN) : UNKNOWN))
  return {
    target: { ...target, items },
    value: {
      code: out.call(context.helper('unpack'), args),
      type: { kind: 'tuple', items: parts },
    },
  }
}

function destructure(context: Context, node: Assign, given: Assignment): Doc {
  const { target, value } = unpacked(context, given)
  const names = targetNames(target)
  const keywords = names.map((name) => context.keyword(node, name))
  const isNew = names.length > 0 && keywords.every((keyword) => keyword !== null)
  const pattern = patternDoc(context, target, value.type)
  const keyword = keywords.includes('let') ? 'let' : 'const'
  if (!isNew && keywords.some((each) => each !== null)) {
    const fresh = names.filter((_name, index) => keywords[index] !== null)
    return [`let ${fresh.join(', ')}`, hardline, ';', pattern, ' = ', value.code.doc]
  }
  return [isNew ? `${keyword} ` : '', pattern, ' = ', spreadable(value).doc]
}

/** Sets and iterators are destructured as they are; results as well. */
function spreadable(value: Typed): out.Code {
  return value.code
}

function patternDoc(context: Context, target: Expression, type: Type): Doc {
  switch (target.kind) {
    case 'name':
      return context.bind(target.id, type).code.doc
    case 'tuple':
    case 'list': {
      return patternOf(
        target.items.map((item, index) =>
          isUnread(context, item) ? null : patternDoc(context, item, partType(type, index)),
        ),
      )
    }
    case 'starred':
      return ['...', patternDoc(context, target.value, listOf(UNKNOWN))]
    default:
      return context.code(target).doc
  }
}

function assignElement(context: Context, target: Subscript, value: Typed): Doc {
  const owner = context.expression(target.object)
  if (target.index.kind !== 'slice')
    notePut(owner.type, { key: context.expression(target.index).type, of: value.type })
  if (target.index.kind === 'slice') return assignSlice(context, target, { owner, value })
  const own = specialMethod(owner.type, '__setitem__')
  if (own)
    return out.call(out.member(owner.code, own.name), [context.code(target.index), value.code]).doc
  if (isInstance(owner.type, 'collection')) {
    const args = [context.code(target.index), out.raw('1'), value.code]
    return out.call(out.member(owner.code, 'splice'), args).doc
  }
  if (owner.type.kind === 'map') {
    return out.call(out.member(owner.code, 'set'), [context.code(target.index), value.code]).doc
  }
  if (target.index.kind === 'string') {
    return [out.member(owner.code, target.index.value).doc, ' = ', value.code.doc]
  }
  return [out.elementOf(owner.code, context.code(target.index)).doc, ' = ', value.code.doc]
}

function assignSlice(
  context: Context,
  target: Subscript,
  { owner, value }: { readonly owner: Typed; readonly value: Typed },
): Doc {
  if (target.index.kind !== 'slice' || target.index.step) leave(target, 'slice', 'with a step')
  const { start, stop } = target.index
  const from = start ? context.code(start) : out.raw('0')
  const length = out.member(owner.code, 'length')
  const to = stop ? context.code(stop) : length
  const count = start ? out.binary(to, '-', from, out.PRECEDENCE.additive) : to
  return out.call(out.member(owner.code, 'splice'), [from, count, out.spread(value.code)]).doc
}

const METHODS: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
}

export function update(context: Context, node: Update): Doc {
  const target = context.expression(node.target)
  const value = context.expression(node.value)
  const put = updateEntry(context, node, value)
  if (put) return put
  const method = METHODS[node.operator]
  if ((isSql(target.type) || isSql(value.type)) && method) {
    if (!isSql(target.type))
      leave(node, `${node.operator}=`, 'an SQL expression added to a plain value')
    return [target.code.doc, ' = ', out.call(out.member(target.code, method), [value.code]).doc]
  }
  const special = specialUpdate(context, node, { target, value })
  if (special) return special
  const isList = target.type.kind === 'list' || isInstance(target.type, 'collection')
  if (node.operator === '+' && isList) {
    return out.call(out.member(target.code, 'push'), [out.spread(value.code)]).doc
  }
  if (node.operator === '//') {
    const quotient = out.binary(target.code, '/', value.code, out.PRECEDENCE.multiplicative)
    return [target.code.doc, ' = Math.floor(', quotient.doc, ')']
  }
  return [target.code.doc, ` ${node.operator}= `, value.code.doc]
}

/** Dates, exact numbers and sets have operators of their own. */
function specialUpdate(
  context: Context,
  node: Update,
  { target, value }: { readonly target: Typed; readonly value: Typed },
): Doc | null {
  const kinds = ['datetime', 'date', 'decimal', 'set', 'dict']
  if (!kinds.includes(target.type.kind) && value.type.kind !== 'decimal') return null
  const span = { from: node.from, to: node.to }
  const { operator, target: left, value: right } = node
  const made = context.expression({ kind: 'binary', operator, left, right, ...span })
  return [target.code.doc, ' = ', made.code.doc]
}

/** `counts[key] += 1` where the counts are a Map. */
function updateEntry(context: Context, node: Update, value: Typed): Doc | null {
  if (node.target.kind !== 'subscript' || node.target.index.kind === 'slice') return null
  const owner = context.expression(node.target.object)
  notePut(owner.type, { key: context.expression(node.target.index).type, of: value.type })
  if (owner.type.kind !== 'map') return null
  const { target: left, value: right } = node
  const span = { from: node.from, to: node.to }
  const sum = context.expression({ kind: 'binary', operator: node.operator, left, right, ...span })
  return out.call(out.member(owner.code, 'set'), [context.code(node.target.index), sum.code]).doc
}

export function remove(context: Context, node: Delete): Doc | null {
  const docs = node.targets.flatMap((target) => removeOne(context, target) ?? [])
  return docs.length > 0 ? join(hardline, docs) : null
}

function removeOne(context: Context, target: Expression): Doc | null {
  if (target.kind === 'name') return null
  if (target.kind === 'attribute') {
    const owner = context.code(target.object)
    return out.call(context.library('delAttribute'), [owner, out.stringLiteral(target.name)]).doc
  }
  if (target.kind !== 'subscript')
    return leave(target, 'del', 'of something else than a name or entry')
  const owner = context.expression(target.object)
  const isList = owner.type.kind === 'list' || isInstance(owner.type, 'collection', 'proxiedList')
  if (target.index.kind === 'slice') {
    return assignSlice(context, target, {
      owner,
      value: { code: out.array([]), type: plain('none') },
    })
  }
  const index = context.code(target.index)
  if (owner.type.kind === 'map' || specialMethod(owner.type, '__delitem__'))
    return out.call(out.member(owner.code, 'delete'), [index]).doc
  if (isList) return out.call(out.member(owner.code, 'splice'), [index, out.raw('1')]).doc
  return ['delete ', context.expression(target).code.doc]
}
