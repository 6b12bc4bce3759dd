/**
 * Maps a class that extends nothing of the library's to a table that knows nothing of the class.
 */
import { inspect as print } from 'node:util'
import { ArgumentError } from '../../../errors.js'
import { Column } from '../../../schema/column.js'
import { ColumnElement } from '../../../sql/elements/column-element.js'
import { FromClause } from '../../../sql/selectable/from-clause.js'
import { classNameOf, rememberClassName } from '../../../util/class-name.js'
import { ClassManager, forgetManager, managerOf } from '../../attributes/class-manager.js'
import type { Class } from '../../mapping/identity-key.js'
import { mapperOfClass } from '../../mapping/mapper-of-class.js'
import { Mapper } from '../../mapping/mapper.js'
import type { Registry } from '../../mapping/registry.js'
import { columnProperty } from '../column-declarations.js'
import { declaredProperties } from '../declared-properties.js'
import { DeclaredRelationship } from '../relationships.js'
import { registerMapper } from '../register-mapper.js'
import type { Attributes } from '../types.js'
import { absorbFields, awaitConfiguration, closeClass, openClass } from './plain-class.js'
import type { ImperativeOptions } from './types.js'

/** What is mapped to what. */
interface ImperativeMapping {
  readonly class_: Class
  readonly table: unknown
  readonly options: ImperativeOptions
}

/** `sqlalchemy.orm.decl_base._ImperativeMapperConfig`. @internal */
export function mapPlainClass(registry: Registry, mapping: ImperativeMapping): Mapper {
  const { class_, options } = mapping
  rejectOthers(class_)
  const inherits = inheritedMapper(class_, options.inherits ?? null)
  const localTable = tableFor(mapping, inherits)
  rememberClassName(class_, classNameOf(class_))
  const manager = new ClassManager(class_, inherits?.classManager ?? null, openClass(class_))
  try {
    const properties = declaredProperties(attributesOf(options.properties ?? {}))
    const mapper = registerMapper({
      ...options,
      manager,
      registry,
      localTable,
      inherits,
      properties,
    })
    awaitConfiguration(mapper)
    manager.absorbFields = (object) => absorbFields(object, mapper)
    return mapper
  } catch (error) {
    closeClass(class_)
    forgetManager(class_)
    throw error
  }
}

function rejectOthers(class_: unknown): void {
  if (typeof class_ !== 'function' || typeof class_.prototype !== 'object') {
    throw new ArgumentError(
      `Argument 'cls_' is expected to be of type '<class 'type'>', got ${print(class_)}`,
    )
  }
  if (managerOf(class_) !== null) {
    throw new ArgumentError(
      `Class '<class '${classNameOf(class_ as Class)}'>' already has a primary mapper defined.`,
    )
  }
}

/** The mapper said, or that of the nearest mapped class above. */
function inheritedMapper(class_: Class, said: Class | Mapper | null): Mapper | null {
  if (said === null) return nearestMapper(class_)
  const mapper = said instanceof Mapper ? said : mapperOfClass(said)
  if (Object.prototype.isPrototypeOf.call(mapper.class_, class_)) return mapper
  throw new ArgumentError(
    `Class '${classNameOf(class_)}' does not inherit from '${mapper.className}'`,
  )
}

function nearestMapper(class_: Class): Mapper | null {
  for (let each: unknown = Object.getPrototypeOf(class_); typeof each === 'function';) {
    const manager = managerOf(each)
    if (manager !== null) return manager.mapper
    each = Object.getPrototypeOf(each)
  }
  return null
}

function tableFor(
  { class_, table }: ImperativeMapping,
  inherits: Mapper | null,
): FromClause | null {
  if (table instanceof FromClause) return table
  if (table !== null && table !== undefined) {
    throw new ArgumentError(
      `FROM expression, such as a Table or alias() object expected for argument 'local_table'; got ${print(table)}.`,
    )
  }
  if (inherits !== null) return null
  throw new ArgumentError(
    `Mapper[${classNameOf(class_)}(None)] has None for a primary table argument and does not specify 'inherits'`,
  )
}

/** Classes and tables are there already, so that relationships and expressions need no function around them. */
function attributesOf(properties: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, attributeOf(value)] as const),
  )
}

function attributeOf(value: unknown): unknown {
  if (value instanceof DeclaredRelationship) return () => value
  const isExpression = value instanceof ColumnElement && !(value instanceof Column)
  return isExpression ? columnProperty(value as never) : value
}
