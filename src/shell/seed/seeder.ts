/**
 * Makes objects of a model with plausible values and puts them into the session as pending ones. References go to rows
 * there are; where a needed one is missing, it is made first.
 */
import type { ColumnProperty } from '../../orm/mapping/column-property.js'
import type { Mapper } from '../../orm/mapping/mapper.js'
import type { RelationshipProperty } from '../../orm/mapping/relationship.js'
import type { Session } from '../../orm/session/session.js'
import type { Column } from '../../schema/column.js'
import { func } from '../../sql/elements/functions.js'
import { select } from '../../sql/selectable/select.js'
import { UsageError } from '../commands/usage-error.js'
import type { Random } from './random.js'
import { plausibleValue } from './values.js'

/** Rows that are looked at as the other end of references. */
const PARENTS = 50
/** Chains of models that need each other. */
const DEPTH = 6

export class Seeder {
  readonly #parents = new Map<Mapper, readonly object[]>()
  readonly #serials = new Map<Mapper, number>()

  constructor(
    private readonly session: Session,
    private readonly random: Random,
  ) {}

  /** @throws UsageError where values or references cannot be made up */
  make(mapper: Mapper, count: number, depth = 0): readonly object[] {
    if (depth > DEPTH)
      throw new UsageError(`${mapper.className} needs itself to exist: add the first one yourself`)
    return Array.from({ length: count }, () => {
      const object = this.#one(mapper, depth)
      this.session.add(object)
      return object
    })
  }

  #one(mapper: Mapper, depth: number): object {
    const references = mapper.relationships.filter(isReference)
    const byReference = new Set(references.flatMap((it) => [...it.localColumns]))
    const serial = this.#nextSerial(mapper)
    const values = mapper.columnAttrs
      .filter(({ columns: [column] }) => column && !byReference.has(column as Column))
      .flatMap((property) => this.#valueOf(property, mapper, serial))
    const parents = references.flatMap((each) => this.#parentOf(each, depth))
    const Class = mapper.class_ as unknown as new (values: object) => object
    return new Class(Object.fromEntries([...values, ...parents]))
  }

  #valueOf({ key, columns }: ColumnProperty, mapper: Mapper, serial: number) {
    const column = columns[0] as Column
    if (column === (mapper.polymorphicOn as unknown) || isGiven(column)) return []
    if (column.foreignKeys.length > 0 && !column.primaryKey) {
      if (column.nullable) return []
      throw new UsageError(
        `${mapper.className}.${key} refers to a row, and no relationship says which`,
        {
          hint: 'declare the relationship, or add the objects yourself',
        },
      )
    }
    const isUnique = column.primaryKey || isUniqueColumn(column)
    return [[key, plausibleValue(column, { random: this.random, serial, isUnique })] as const]
  }

  #parentOf({ key, mapper, localColumns }: RelationshipProperty, depth: number) {
    const isNeeded = [...localColumns].some((column) => !column.nullable)
    // One to one: whoever is there may be taken.
    if ([...localColumns].some(isUniqueColumn))
      return isNeeded ? this.make(mapper, 1, depth + 1).map((made) => [key, made] as const) : []
    const parents = this.#parentsOf(mapper)
    if (parents.length > 0) return [[key, this.random.pick(parents)] as const]
    if (!isNeeded) return []
    const made = this.make(mapper, 3, depth + 1)
    this.#parents.set(mapper, made)
    return [[key, this.random.pick(made)] as const]
  }

  #parentsOf(mapper: Mapper): readonly object[] {
    const known = this.#parents.get(mapper)
    if (known) return known
    const statement = select(mapper.class_ as never).orderBy(...(mapper.primaryKey as never[]))
    const found = this.session.noAutoflush(() =>
      this.session.scalars(statement.limit(PARENTS)).all(),
    ) as object[]
    this.#parents.set(mapper, found)
    return found
  }

  /** Goes on after what is in the table and in the session. */
  #nextSerial(mapper: Mapper): number {
    const base = mapper.baseMapper
    const known = this.#serials.get(base) ?? this.#counted(base)
    this.#serials.set(base, known + 1)
    return known + 1
  }

  #counted(mapper: Mapper): number {
    const statement = select(func.count()).selectFrom(mapper.class_ as never)
    const rows = this.session.noAutoflush(() => this.session.scalar(statement))
    const pending = [...this.session.newStates].filter((state) => state.mapper.isa(mapper)).length
    return Number(rows) + pending
  }
}

/** A many-to-one of which this side has the key. */
function isReference({ direction, viewonly }: RelationshipProperty): boolean {
  return direction === 'MANYTOONE' && !viewonly
}

/** What the database or the model gives by itself. */
function isGiven(column: Column): boolean {
  const isNumbered = column.primaryKey && column.type.affinity === 'integer'
  const isInherited = column.primaryKey && column.foreignKeys.length > 0
  return isNumbered || isInherited || column.default !== null || column.serverDefault !== null
}

function isUniqueColumn(column: Column): boolean {
  if (column.unique) return true
  const constraints = [
    ...(column.table as unknown as { constraints: Iterable<object> }).constraints,
  ]
  return constraints.some(
    (each) =>
      each.constructor.name === 'UniqueConstraint' &&
      [...(each as unknown as { columns: Iterable<Column> }).columns].includes(column),
  )
}
