/** Finds the models of a program before anything is translated: their tables, columns, relationships, members. */
import type { Knowledge } from '../core/context.js'
import { walk } from '../core/walk.js'
import { lastName, plainOfAnnotation, plainOfType } from '../knowledge/value-types.js'
import { VOCABULARY } from '../knowledge/members.js'
import type { ColumnInfo, ModelInfo, ModelRole } from '../knowledge/program.js'
import { plain, SQL, UNKNOWN, type Type } from '../knowledge/types.js'
import type {
  Argument,
  Assign,
  Call,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Import,
  Program,
} from '../syntax/nodes.js'
import { collectEnum, ENUMS } from './enums.js'
import { argument, declaredStatements, imperativeCalls } from './imperative-calls.js'
import { collectBackref, collectRelationship, mappedTarget } from './cardinality.js'

/** Fills in models, enumerations and the names that are the user's. */
export function collect(program: Program, knowledge: Knowledge): void {
  for (const [class_, call] of imperativeCalls(program)) knowledge.imperative.set(class_, call)
  walk(program.body, (node) => {
    knowledge.models.position = node.to
    if (node.kind === 'import') collectImports(knowledge, node)
    if (node.kind === 'assign') collectAssignment(knowledge, node)
    if (node.kind === 'class') collectClass(knowledge, node)
    if (node.kind === 'call') collectNames(knowledge, node)
    return true
  })
  for (const model of knowledge.models.values()) collectMappedTable(knowledge, model)
  walk(program.body, (node) => {
    knowledge.models.position = node.to
    if (node.kind === 'class') collectRelationships(knowledge, node)
    if (node.kind === 'class') collectMapping(knowledge, node)
    if (node.kind === 'assign') collectLater(knowledge, node)
    return true
  })
}

/** `User.posts = relationship(…)`: attributes that are added to a class afterwards. */
function collectLater(knowledge: Knowledge, statement: Assign): void {
  const [target] = statement.targets
  if (target?.kind !== 'attribute' || target.object.kind !== 'name') return
  const model = knowledge.models.get(target.object.id)
  if (!model || statement.value?.kind !== 'call') return
  const info = collectRelationship(knowledge, { model, statement })
  if (info) model.relationships.set(target.name, info)
  collectAttribute(knowledge, target.name, { statement, model })
}

function collectImports(knowledge: Knowledge, { names }: Import): void {
  for (const { path, alias } of names) if (alias) knowledge.importedAs.set(alias, path)
}

/** Labels and keywords of rows are names of the user. */
function collectNames(knowledge: Knowledge, node: Call): void {
  const name = lastName(node.callee)
  if (name === 'label' || name === 'Column' || name === 'mapped_column') {
    const first = node.args[0]?.value
    if (first?.kind === 'string') knowledge.ownNames.add(first.value)
  }
}

function collectAssignment(knowledge: Knowledge, node: Assign): void {
  const {
    targets: [target],
    value,
  } = node
  if (target?.kind !== 'name' || value?.kind !== 'call') return
  const name = lastName(value.callee)
  if (/declarative_base$|automap_base$|^generate_base$/.test(name)) {
    knowledge.models.set(target.id, emptyModel(target.id, 'base', []), node.from)
  }
  if (name === 'Table') {
    const table = value.args[0]?.value
    if (table?.kind === 'string') knowledge.tableVariables.set(table.value, target.id)
    if (table?.kind === 'string') knowledge.tables.set(table.value, referencesIn(knowledge, value))
    knowledge.tableCalls.set(target.id, value)
  }
}

/** The table that `map_imperatively` names, with its columns. */
function collectMappedTable(knowledge: Knowledge, model: ModelInfo): void {
  const table = model.mapping && argument(model.mapping, 'local_table', 1)
  const made = table ? knowledge.tableCalls.get(lastName(table)) : undefined
  if (!made) return
  const name = made.args[0]?.value
  if (name?.kind === 'string') model.table = name.value
  model.references = referencesIn(knowledge, made)
  for (const { value } of made.args.slice(2)) {
    const column = value.kind === 'call' && lastName(value.callee) === 'Column' ? value : null
    const key = column?.args[0]?.value
    if (key?.kind === 'string') model.columns.set(key.value, columnInfo(key.value, column, null))
  }
}

/** The attributes that `map_imperatively` adds to a class. */
function collectMapping(knowledge: Knowledge, { name }: ClassDefinition): void {
  const model = knowledge.models.get(name)
  if (!model?.mapping) return
  for (const statement of declaredStatements(model.mapping) ?? []) {
    const [target] = statement.targets
    if (target?.kind === 'name') collectProperty(knowledge, target.id, { statement, model })
  }
}

function collectProperty(
  knowledge: Knowledge,
  name: string,
  declaration: { readonly statement: Assign; readonly model: ModelInfo },
): void {
  collectAttribute(knowledge, name, declaration)
  const info = collectRelationship(knowledge, declaration)
  if (!info) return
  declaration.model.relationships.set(name, info)
  collectBackref(knowledge, declaration, info)
}

function emptyModel(name: string, role: ModelRole, bases: readonly ModelInfo[]): ModelInfo {
  return {
    name,
    role,
    table: null,
    bases,
    columns: new Map(),
    relationships: new Map(),
    members: new Map(),
    hybridMethods: new Set(),
    fields: null,
    annotationTypes: new Map(),
    references: new Set(),
  }
}

const BASES = new Set(['DeclarativeBase', 'DeclarativeBaseNoMeta'])

function collectClass(knowledge: Knowledge, node: ClassDefinition): void {
  const names = node.args
    .filter((each) => each.name === null)
    .map((each) => lastName(each.value))
    .map((name) => knowledge.importedAs.get(name) ?? name)
  if (names.some((name) => ENUMS.has(name))) return collectEnum(knowledge, node)
  const mapping = knowledge.imperative.get(node.name)
  const extended = names.flatMap((name) => knowledge.models.get(name) ?? [])
  // A subclass of a class that is mapped by a call is mapped by one of its own, or not at all.
  const bases = extended.filter((base) => mapping !== undefined || base.mapping === undefined)
  const role = mapping ? 'model' : roleOf(node, names, bases)
  if (role === null) return collectAddedMethods(knowledge, node, names)
  const isDataclass = isDataclassModel(node, names, bases)
  const model: ModelInfo = {
    ...emptyModel(node.name, role, bases),
    table: tableName(node, bases),
    fields: isDataclass ? dataclassFields(node, bases) : null,
    references: referencesIn(knowledge, node.body, node),
    annotationTypes: annotationMap(node, bases),
    ...(mapping && { mapping }),
  }
  knowledge.models.set(node.name, model, node.from)
  collectMembers(knowledge, node, model)
}

function collectAddedMethods(
  knowledge: Knowledge,
  { body }: ClassDefinition,
  bases: readonly string[],
): void {
  if (bases.length === 0) return
  for (const each of body) {
    if (each.kind === 'function' && !VOCABULARY.has(each.name))
      knowledge.addedMethods.add(each.name)
  }
}

function roleOf(
  node: ClassDefinition,
  names: readonly string[],
  bases: readonly ModelInfo[],
): ModelRole | null {
  const registered = registryDecorator(node)
  if (registered) return registered.isBase ? 'base' : 'model'
  if (names.some((name) => BASES.has(name))) return 'base'
  if (isReflectedBase(node)) return 'base'
  const extendsModel = bases.some(({ role }) => role !== 'mixin')
  if (extendsModel) return isAbstract(node) ? 'abstract' : 'model'
  if (bases.length > 0) return 'mixin'
  return declaresColumns(node) ? 'mixin' : null
}

/** `@reg.mapped`, `@reg.mapped_as_dataclass(…)`, `@reg.as_declarative_base()`: the class belongs to a registry. */
export function registryDecorator(
  node: ClassDefinition,
): { readonly registry: Expression; readonly isBase: boolean } | null {
  for (const decorator of node.decorators) {
    const callee = decorator.kind === 'call' ? decorator.callee : decorator
    if (callee.kind !== 'attribute') continue
    const isBase = callee.name === 'as_declarative_base'
    if (isBase || callee.name === 'mapped' || callee.name === 'mapped_as_dataclass')
      return { registry: callee.object, isBase }
  }
  return null
}

/** `class Reflected(DeferredReflection): __abstract__ = True`: a base of its own beside the declarative one. */
export function isReflectedBase(node: ClassDefinition): boolean {
  return extendsReflection(node) && (isAbstract(node) || classValue(node, '__tablename__') === null)
}

/** `DeferredReflection` is among the bases of a class. */
export function extendsReflection(node: ClassDefinition): boolean {
  return node.args.some(
    ({ name, value }) => name === null && lastName(value) === 'DeferredReflection',
  )
}

function isAbstract(node: ClassDefinition): boolean {
  const value = classValue(node, '__abstract__')
  return value?.kind === 'constant' && value.value === 'True'
}

/** The value a class gives to a name. */
export function classValue(node: ClassDefinition, name: string): Expression | null {
  for (const statement of node.body) {
    if (statement.kind !== 'assign') continue
    const [target] = statement.targets
    if (target?.kind === 'name' && target.id === name) return statement.value
  }
  return null
}

const DECLARATIONS = new Set([
  'Column',
  'mapped_column',
  'relationship',
  'column_property',
  'deferred',
])

function declaresColumns(node: ClassDefinition): boolean {
  return node.body.some((statement) => {
    if (statement.kind === 'function') return statement.decorators.some(isDeclaredAttribute)
    if (statement.kind !== 'assign') return false
    if (statement.annotation && isMappedAnnotation(statement.annotation)) return true
    return statement.value?.kind === 'call' && DECLARATIONS.has(lastName(statement.value.callee))
  })
}

export function isDeclaredAttribute(node: Expression): boolean {
  const name = node.kind === 'attribute' ? lastName(node.object) : lastName(node)
  return name === 'declared_attr'
}

export function isMappedAnnotation(node: Expression): boolean {
  return (
    node.kind === 'subscript' &&
    ['Mapped', 'WriteOnlyMapped', 'DynamicMapped', 'relationship'].includes(lastName(node.object))
  )
}

function isDataclassModel(
  node: ClassDefinition,
  names: readonly string[],
  bases: readonly ModelInfo[],
): boolean {
  if (names.includes('MappedAsDataclass') || bases.some(({ fields }) => fields !== null))
    return true
  return node.decorators.some((each) =>
    /dataclass/.test(lastName(each.kind === 'call' ? each.callee : each)),
  )
}

/** Fields in order of the constructor: all that are not `init=False`. */
function dataclassFields(node: ClassDefinition, bases: readonly ModelInfo[]): string[] {
  const inherited = bases.flatMap(({ fields }) => fields ?? [])
  const own = node.body.flatMap((statement) => {
    if (statement.kind !== 'assign' || statement.targets[0]?.kind !== 'name') return []
    if (!statement.annotation || !isMappedAnnotation(statement.annotation)) return []
    const args = statement.value?.kind === 'call' ? statement.value.args : []
    const init = args.find((each) => each.name === 'init')?.value
    return init?.kind === 'constant' && init.value === 'False' ? [] : [statement.targets[0].id]
  })
  return [...inherited, ...own]
}

function tableName(node: ClassDefinition, bases: readonly ModelInfo[]): string | null {
  const value = classValue(node, '__tablename__')
  if (value?.kind === 'string') return value.value
  const table = classValue(node, '__table__')
  if (table?.kind === 'call') {
    const name = table.args[0]?.value
    return name?.kind === 'string' ? name.value : null
  }
  return bases.find((base) => base.role === 'model')?.table ?? null
}

function annotationMap(
  node: ClassDefinition,
  bases: readonly ModelInfo[],
): Map<string, Expression> {
  const map = new Map(bases.flatMap((base) => [...base.annotationTypes]))
  const value = classValue(node, 'type_annotation_map')
  if (value?.kind !== 'dict') return map
  for (const { key, value: type } of value.entries) {
    if (key) map.set(sourceName(key), type)
  }
  return map
}

/** A dotted name as written. */
function sourceName(node: Expression): string {
  if (node.kind === 'attribute') return `${sourceName(node.object)}.${node.name}`
  return lastName(node)
}

/** Tables that foreign keys below a node point at. */
function referencesIn(
  knowledge: Knowledge,
  root: unknown,
  node?: ClassDefinition,
): ReadonlySet<string> {
  const tables = new Set<string>()
  const add = (target: Expression | undefined): void => {
    if (target?.kind === 'string') tables.add(target.value.split('.').slice(0, -1).join('.'))
    else if (target?.kind === 'attribute') {
      const owner = target.object.kind === 'attribute' ? target.object.object : target.object
      const model = knowledge.models.get(lastName(owner))
      const named = [...knowledge.tableVariables].find(
        ([, variable]) => variable === lastName(owner),
      )
      const table = model?.table ?? named?.[0]
      if (table) tables.add(table)
    }
  }
  walk(root, (each) => {
    if (each.kind !== 'call') return true
    const name = lastName(each.callee)
    if (name === 'ForeignKey') add(each.args[0]?.value)
    if (name === 'ForeignKeyConstraint') {
      const list = each.args[1]?.value
      if (list?.kind === 'list' || list?.kind === 'tuple') list.items.forEach(add)
    }
    return true
  })
  const table = node && classValue(node, '__table__')
  if (table?.kind === 'name') {
    const named = [...knowledge.tableVariables].find(([, variable]) => variable === table.id)
    for (const each of knowledge.tables.get(named?.[0] ?? '') ?? []) tables.add(each)
  }
  return tables
}

const SQL_MEMBERS = new Set([
  'column_property',
  'synonym',
  'composite',
  'query_expression',
  'deferred',
  'association_proxy',
  'index_property',
])

function collectMembers(knowledge: Knowledge, node: ClassDefinition, model: ModelInfo): void {
  for (const statement of node.body) {
    if (statement.kind === 'function')
      collectMethod(knowledge, statement.name, statement.decorators, model)
    if (statement.kind !== 'assign') continue
    for (const target of statement.targets) {
      if (target.kind !== 'name' || target.id.startsWith('__')) continue
      collectAttribute(knowledge, target.id, { statement, model })
    }
  }
}

function collectMethod(
  knowledge: Knowledge,
  name: string,
  decorators: readonly Expression[],
  model: ModelInfo,
): void {
  const names = decorators.map((each) => lastName(each.kind === 'call' ? each.callee : each))
  if (names.includes('validates')) return
  knowledge.ownNames.add(name)
  if (names.includes('hybrid_method')) model.hybridMethods.add(name)
  if (names.some((each) => each === 'hybrid_property')) model.members.set(name, SQL)
  else if (!model.members.has(name)) model.members.set(name, UNKNOWN)
}

function collectAttribute(
  knowledge: Knowledge,
  name: string,
  { statement, model }: { readonly statement: Assign; readonly model: ModelInfo },
): void {
  const call = statement.value?.kind === 'call' ? statement.value : null
  const callee = call ? lastName(call.callee) : ''
  const isMapped = statement.annotation !== null && isMappedAnnotation(statement.annotation)
  if (callee === 'relationship') return void knowledge.ownNames.add(name)
  if (statement.value?.kind === 'attribute' && isColumnOfTable(statement.value)) {
    knowledge.ownNames.add(name)
    model.columns.set(name, columnInfo(name, null, null))
    return
  }
  if (callee === 'composite') collectInnerColumns(knowledge, call, model)
  if (SQL_MEMBERS.has(callee)) {
    knowledge.ownNames.add(name)
    const target = callee === 'association_proxy' ? call?.args[0]?.value : null
    model.members.set(name, target?.kind === 'string' ? proxyOf(target.value) : SQL)
  } else if (callee === 'Column' || callee === 'mapped_column' || isMapped) {
    knowledge.ownNames.add(name)
    model.columns.set(name, columnInfo(name, call, statement.annotation))
  } else if (statement.value) model.members.set(name, UNKNOWN)
}

/** `users.c.name`. */
function isColumnOfTable(node: Expression): boolean {
  return node.kind === 'attribute' && node.object.kind === 'attribute' && node.object.name === 'c'
}

/** `composite(Point, mapped_column("x"), …)` declares attributes of its own. */
function collectInnerColumns(knowledge: Knowledge, call: Call | null, model: ModelInfo): void {
  for (const { value } of call?.args ?? []) {
    const first = value.kind === 'call' ? value.args[0]?.value : undefined
    if (value.kind !== 'call' || first?.kind !== 'string') continue
    knowledge.ownNames.add(first.value)
    model.columns.set(first.value, columnInfo(first.value, value, null))
  }
}

/** An expression of the class; of an object, a view of the collection it goes through. */
function proxyOf(through: string): Type {
  return { kind: 'sql', through }
}

function columnInfo(name: string, call: Call | null, annotation: Expression | null): ColumnInfo {
  const args: readonly Argument[] = call?.args ?? []
  const first = args[0]?.name === null ? args[0].value : undefined
  const key = args.find((each) => each.name === 'primary_key')?.value
  return {
    name: first?.kind === 'string' ? first.value : name,
    references: [],
    isPrimaryKey: key?.kind === 'constant' && key.value === 'True',
    isNullable: isNullable(args, annotation),
    type: columnType(args, annotation),
  }
}

function isNullable(args: readonly Argument[], annotation: Expression | null): boolean {
  const given = args.find((each) => each.name === 'nullable')?.value
  if (given?.kind === 'constant') return given.value === 'True'
  if (annotation) return mappedTarget(annotation)?.isNullable ?? false
  return !args.some((each) => each.name === 'primary_key')
}

function columnType(args: readonly Argument[], annotation: Expression | null): Type {
  const annotated = annotation ? plainOfAnnotation(annotation) : null
  if (annotated) return plain(annotated)
  for (const { value } of args) {
    const mutable = mutableType(value)
    if (mutable) return mutable
    const found = plainOfType(value)
    if (found) return plain(found)
  }
  return UNKNOWN
}

/** `MutableDict.as_mutable(JSON)` and the like: the values are collections. */
function mutableType(node: Expression): Type | null {
  if (node.kind !== 'call' || lastName(node.callee) !== 'as_mutable') return null
  const class_ = node.callee.kind === 'attribute' ? lastName(node.callee.object) : ''
  if (class_ === 'MutableDict') return { kind: 'dict', of: UNKNOWN }
  if (class_ === 'MutableList') return { kind: 'list', of: UNKNOWN }
  return class_ === 'MutableSet' ? { kind: 'set', of: UNKNOWN } : null
}

/** What a `@declared_attr` function declares, as if it stood in the class. */
function declaredAssignment(node: FunctionDefinition): Assign | null {
  const last = node.body.at(-1)
  if (!node.decorators.some(isDeclaredAttribute) || last?.kind !== 'return') return null
  const { from, to } = node
  const target: Expression = { kind: 'name', id: node.name, from, to }
  return { ...node, kind: 'assign', targets: [target], annotation: node.returns, value: last.value }
}

function collectRelationships(knowledge: Knowledge, node: ClassDefinition): void {
  const model = knowledge.models.get(node.name)
  if (!model) return
  for (const each of node.body) {
    const statement = each.kind === 'function' ? declaredAssignment(each) : each
    if (statement?.kind !== 'assign') continue
    const [target] = statement.targets
    if (target?.kind !== 'name') continue
    const info = collectRelationship(knowledge, { model, statement })
    if (!info) continue
    model.relationships.set(target.id, info)
    model.columns.delete(target.id)
    collectBackref(knowledge, { model, statement }, info)
  }
}
