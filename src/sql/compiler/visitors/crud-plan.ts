/** What an INSERT or UPDATE sets, and what has to be done around its execution; `crud.ts` fills it. */
import { BindParameter } from '../../elements/bind-parameter.js'
import type { ColumnElement } from '../../elements/column-element.js'

/** What a column of a table says about its values; `schema.Column` says it. */
export interface DmlColumn extends ColumnElement {
  readonly default?: DmlDefault | null
  readonly onupdate?: DmlDefault | null
  readonly serverDefault?: object | null
  readonly serverOnupdate?: object | null
  readonly computed?: object | null
  readonly nullable?: boolean
}

export interface DmlDefault {
  readonly isSequence: boolean
  readonly isClauseElement: boolean
  /** The SQL of the default, if it is SQL. */
  readonly expression: ColumnElement | null
}

/** A column and the text of its value. */
export interface CrudParameter {
  readonly column: ColumnElement
  readonly columnText: string
  readonly value: string
}

/** A parameter of VALUES or SET: its name is reserved for the column. */
export class CrudParameterBind extends BindParameter {
  override readonly isCrud = true
}

/** What has to be done around the execution. */
export class CrudPlan {
  readonly parameters: CrudParameter[] = []
  readonly rows: (readonly CrudParameter[])[] = []
  readonly prefetch: { readonly name: string; readonly column: ColumnElement }[] = []
  readonly postfetch: ColumnElement[] = []
  readonly implicitReturning: ColumnElement[] = []
  readonly bindNames = new Map<string, string>()
}
