/** Constraints and indexes by what they say, so that those of models and of a database can be told apart. */
import { Column } from '../../schema/column.js'
import {
  ConventionName,
  type Constraint,
  type ForeignKeyConstraint,
  type UniqueConstraint,
} from '../../schema/constraints.js'
import { ddlRules, type DdlDialect } from '../../schema/ddl-dialect.js'
import { constraintName, truncateName } from '../../schema/naming.js'
import type { Index } from '../../schema/table-index.js'
import { targetOf } from '../operations/schema-objects.js'

/** A unique constraint or an index. */
export interface KeySignature {
  readonly kind: 'unique' | 'index'
  readonly item: UniqueConstraint | Index
  readonly name: string | null
  readonly isUnique: boolean
  readonly columnNames: readonly string[]
  /** Equal for equal meaning, whatever the name. */
  readonly unnamed: string
}

export function uniqueSignature(item: UniqueConstraint, dialect: DdlDialect): KeySignature {
  const columnNames = item.columns.map(({ name }) => name)
  return {
    kind: 'unique',
    item,
    name: nameInDatabase(item, dialect),
    isUnique: true,
    columnNames,
    unnamed: JSON.stringify([...columnNames].sort()),
  }
}

export function indexSignature(item: Index, dialect: DdlDialect): KeySignature {
  const names = item.expressions.map((each) => (each instanceof Column ? each.name : null))
  return {
    kind: 'index',
    item,
    name: nameInDatabase(item, dialect),
    isUnique: item.unique,
    columnNames: item.columns.map(({ name }) => name),
    unnamed: JSON.stringify([item.unique, ...names]),
  }
}

/** True if an index is not just over columns. */
export function hasExpressions(index: Index): boolean {
  return index.expressions.some((each) => !(each instanceof Column))
}

export interface ForeignKeySignature {
  readonly item: ForeignKeyConstraint
  readonly name: string | null
  readonly unnamed: string
}

/** With what happens on UPDATE and DELETE, where the database tells. */
export function foreignKeySignature(
  item: ForeignKeyConstraint,
  dialect: DdlDialect,
  withOptions: boolean,
): ForeignKeySignature {
  const { onupdate, ondelete, deferrable, initially } = item.foreignKeyOptions
  const options = [
    actionOf(onupdate),
    actionOf(ondelete),
    initially?.toLowerCase() === 'deferred'
      ? 'initially_deferrable'
      : deferrable
        ? 'deferrable'
        : 'not deferrable',
  ]
  const place = [
    item.table.schema,
    item.table.name,
    item.columns.map(({ name }) => name),
    item.elements.map(targetOf),
  ]
  return {
    item,
    name: nameInDatabase(item, dialect),
    unnamed: JSON.stringify(withOptions ? [...place, ...options] : place),
  }
}

function actionOf(action: string | undefined): string | null {
  const lower = action?.toLowerCase() ?? null
  return lower === 'no action' ? null : lower
}

/** The name the database knows an item by, cut to its length. */
export function nameInDatabase(item: Constraint | Index, dialect: DdlDialect): string | null {
  if (item.givenName instanceof ConventionName) return item.givenName.text
  const name = constraintName(item)
  if (name === null) return null
  const { maxIndexNameLength, maxConstraintNameLength } = ddlRules(dialect)
  const max = 'expressions' in item ? maxIndexNameLength : maxConstraintNameLength
  return truncateName(name, max)
}
