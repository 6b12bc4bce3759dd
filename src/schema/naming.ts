/** Names of constraints and indexes that were given none, by the MetaData's convention. */
import { createHash } from 'node:crypto'
import { InvalidRequestError } from '../errors.js'
import { IdentifierError } from '../sql/errors.js'
import type { Column } from './column.js'
import {
  ConventionName,
  ForeignKeyConstraint,
  installNaming,
  type Constraint,
} from './constraints.js'
import type { Table } from './table.js'
import { Index } from './table-index.js'

/** Templates by kind of item: `{ pk: 'pk_%(table_name)s' }`; functions make tokens of their own. */
export interface NamingConvention {
  readonly ix?: string
  readonly uq?: string
  readonly ck?: string
  readonly fk?: string
  readonly pk?: string
  readonly [token: string]:
    string | ((item: Constraint | Index, table: Table) => string) | undefined
}

/** What a MetaData has unless told. */
export const DEFAULT_NAMING: NamingConvention = { ix: 'ix_%(column_0_label)s' }

const KINDS = {
  primaryKey: 'pk',
  foreignKey: 'fk',
  unique: 'uq',
  check: 'ck',
  exclude: null,
} as const

/** A name, and whether it was made here and so may be cut to the database's length. */
export interface ConstraintName {
  readonly name: string
  readonly truncatable: boolean
}

/** The name of a constraint or index; null: it has none. */
export function constraintName(item: Constraint | Index): ConstraintName | null {
  if (item.givenName instanceof ConventionName)
    return { name: item.givenName.text, truncatable: true }
  const convention = conventionOf(item)
  if (typeof item.givenName === 'string') {
    const wrapped = convention?.includes('%(constraint_name)s') ? fill(convention, item) : null
    return wrapped === null
      ? { name: item.givenName, truncatable: false }
      : { name: wrapped, truncatable: true }
  }
  return convention === null ? null : { name: fill(convention, item), truncatable: true }
}

/** Cuts a made-up name to what a database can hold. @throws IdentifierError for a given one that is too long */
export function truncateName({ name, truncatable }: ConstraintName, max: number | null): string {
  if (max === null || name.length <= max) return name
  if (!truncatable)
    throw new IdentifierError(`Identifier '${name}' exceeds maximum length of ${max} characters`)
  const digest = createHash('md5').update(name).digest('hex').slice(-4)
  return `${name.slice(0, max - 8)}_${digest}`
}

/** @internal A table checks its constraints' names as soon as they are attached. */
export function checkNaming(constraint: Constraint): void {
  const convention = conventionOf(constraint)
  if (
    constraint.kind === 'check' &&
    constraint.givenName === null &&
    convention?.includes('%(constraint_name)s')
  ) {
    fill(convention, constraint)
  }
}

function conventionOf(item: Constraint | Index): string | null {
  const kind = item instanceof Index ? 'ix' : KINDS[item.kind]
  if (kind === null) return null
  const own = item.table.metadata.namingConvention
  const template = own[kind] ?? (kind === 'ix' ? DEFAULT_NAMING.ix : undefined)
  return typeof template === 'string' ? template : null
}

function fill(template: string, item: Constraint | Index): string {
  return template.replace(/%\((\w+)\)s/g, (_all, token: string) => tokenValue(token, item))
}

function tokenValue(token: string, item: Constraint | Index): string {
  const { table } = item
  const custom = table.metadata.namingConvention[token]
  if (typeof custom === 'function') return custom(item, table)
  if (token === 'table_name') return table.name
  if (token === 'constraint_name') return explicitName(item)
  if (token === 'referred_table_name')
    return foreignKeys(item)[0]?.referredTableKey.split('.').at(-1) ?? ''
  const match = /^(referred_)?column_(\d+)(_?N)?_(name|key|label)$/.exec(token)
  if (!match) throw new InvalidRequestError(`Naming convention uses unknown token %(${token})s`)
  const [, referredTo, index, many, what] = match
  const columns: readonly NamedColumn[] = referredTo ? referredColumns(item) : columnsOf(item)
  const chosen = many
    ? columns.slice(Number(index))
    : columns.slice(Number(index), Number(index) + 1)
  return chosen.map((column) => part(column, what ?? 'name')).join(many === '_N' ? '_' : '')
}

function explicitName(item: Constraint | Index): string {
  if (typeof item.givenName === 'string') return item.givenName
  throw new InvalidRequestError(
    'Naming convention including %(constraint_name)s token requires that constraint is explicitly named.',
  )
}

type NamedColumn = Column | { readonly name: string }

/** By the text of the foreign key: what it refers to need not be there yet. */
function referredColumns(item: Constraint | Index): readonly { readonly name: string }[] {
  return foreignKeys(item).map((key) => ({ name: key.targetFullname.split('.').at(-1) ?? '' }))
}

function part(column: NamedColumn, what: string): string {
  if (!('key' in column)) return column.name
  if (what === 'key') return column.key
  if (what === 'name') return column.name
  const table = column.table
  const schema = table?.schema ?? null
  return `${schema === null ? '' : `${schema.replaceAll('.', '_')}_`}${table?.name ?? ''}_${column.name}`
}

function columnsOf(item: Constraint | Index): readonly Column[] {
  return item.columns
}

function foreignKeys(item: Constraint | Index) {
  return item instanceof ForeignKeyConstraint ? item.elements : []
}

installNaming({ nameOf: (item) => constraintName(item as Constraint | Index)?.name ?? null })
