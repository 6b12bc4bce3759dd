/** What is known about the program being translated: its models and functions. */
import type { Call, Expression, Parameter } from '../syntax/nodes.js'
import type { Type } from './types.js'

/** How a class becomes TypeScript. */
export type ModelRole = 'base' | 'model' | 'abstract' | 'mixin'

export interface ColumnInfo {
  readonly name: string
  /** Targets of foreign keys, as `table.column`. */
  readonly references: readonly string[]
  readonly isPrimaryKey: boolean
  readonly isNullable: boolean
  readonly type: Type
}

export interface RelationshipInfo {
  /** The class referred to, as it is known by name. */
  readonly target: string
  readonly isMany: boolean
  readonly isNullable: boolean
  /** What the attribute of an object holds; asked late, because the target may come later. */
  valueType(): Type
  /** The relationship whose `backref` makes this one. */
  readonly impliedBy?: ImplyingRelationship
}

export interface ImplyingRelationship {
  readonly model: ModelInfo
  readonly name: string
  readonly call: Call
}

export interface ModelInfo {
  readonly name: string
  readonly role: ModelRole
  table: string | null
  readonly bases: readonly ModelInfo[]
  readonly columns: Map<string, ColumnInfo>
  readonly relationships: Map<string, RelationshipInfo>
  /** Methods, properties, hybrids and other attributes. */
  readonly members: Map<string, Type>
  /** Methods that answer SQL when the class is asked. */
  readonly hybridMethods: Set<string>
  /** Fields in order of the constructor, for dataclasses. */
  readonly fields: string[] | null
  /** Tables its foreign keys point at. */
  references: ReadonlySet<string>
  /** The call that maps the class, where it does not declare its attributes itself. */
  readonly mapping?: Call
  /** Types of annotations, from `type_annotation_map`. */
  readonly annotationTypes: Map<string, Expression>
}

export interface FunctionInfo {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** What calls were seen to pass, by parameter. */
  readonly seen: Map<string, Type>
  result: Type
  /** Used with `with`: takes the body as a function. */
  isContextManager: boolean
  isGenerator: boolean
  /** `*args` and `**kwargs` are only handed on, together. */
  readonly passesOn: boolean
  isAsync: boolean
}

/** An attribute of a model or of a class it extends. */
export function findColumn(model: ModelInfo, name: string): ColumnInfo | null {
  return search(model, (each) => each.columns.get(name) ?? null)
}

export function findRelationship(model: ModelInfo, name: string): RelationshipInfo | null {
  return search(model, (each) => each.relationships.get(name) ?? null)
}

export function findMember(model: ModelInfo, name: string): Type | null {
  return search(model, (each) => each.members.get(name) ?? null)
}

/** True for a hybrid method of a model or of a class it extends. */
export function isHybridMethod(model: ModelInfo, name: string): boolean {
  return search(model, (each) => (each.hybridMethods.has(name) ? name : null)) !== null
}

/** True for what the user's class defines, so that the name stays as written. */
export function hasAttribute(model: ModelInfo, name: string): boolean {
  return (
    findColumn(model, name) !== null ||
    findRelationship(model, name) !== null ||
    findMember(model, name) !== null
  )
}

function search<T>(model: ModelInfo, find: (model: ModelInfo) => T | null): T | null {
  const found = find(model)
  if (found !== null) return found
  for (const base of model.bases) {
    const inherited = search(base, find)
    if (inherited !== null) return inherited
  }
  return null
}
