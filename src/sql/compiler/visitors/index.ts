/** The table of compile functions, one for each kind of element. Dialects spread it and replace entries. */
import type { StatementCompilerTable } from '../dialect.js'
import { unsupported, type SqlCompiler } from '../compiler.js'
import { visitCte } from './cte.js'
import { visitDelete, visitInsert, visitUpdate } from './dml.js'
import {
  visitAggregateOrderBy,
  visitCase,
  visitCast,
  visitExtract,
  visitFunction,
  visitFunctionFilter,
  visitGrouping,
  visitNextValue,
  visitOver,
  visitTryCast,
  visitTypeCoerce,
  visitWithinGroup,
} from './expressions.js'
import {
  visitAlias,
  visitFromGrouping,
  visitJoin,
  visitLateral,
  visitScalarFunctionColumn,
  visitSubquery,
  visitTable,
  visitTableSample,
  visitTableValuedAlias,
  visitValues,
} from './from.js'
import {
  visitBindParameter,
  visitColumn,
  visitLabel,
  visitLabelReference,
  visitText,
} from './literals.js'
import {
  visitAsBoolean,
  visitBinary,
  visitClauseList,
  visitCollectionAggregate,
  visitExpressionList,
  visitTuple,
  visitUnary,
} from './operations.js'
import {
  visitCompoundSelect,
  visitExists,
  visitScalarSelect,
  visitSelect,
  visitSelectGrouping,
  visitTextualSelect,
} from './select.js'

/** Elements only some databases have a text for. */
const unanticipated = (element: object, compiler: SqlCompiler): never => {
  throw unsupported(compiler.dialect, element)
}

export const standardVisitors: StatementCompilerTable = {
  bindparam: visitBindParameter,
  binary: visitBinary,
  case: visitCase,
  cast: visitCast,
  tryCast: visitTryCast,
  typeCoerce: visitTypeCoerce,
  extract: visitExtract,
  column: visitColumn,
  null: () => 'NULL',
  true: (_element, compiler) => (compiler.dialect.features.nativeBoolean ? 'true' : '1'),
  false: (_element, compiler) => (compiler.dialect.features.nativeBoolean ? 'false' : '0'),
  text: visitText,
  collation: (element, compiler) => compiler.quote(element.collation),
  function: visitFunction,
  scalarFunctionColumn: visitScalarFunctionColumn,
  over: visitOver,
  functionFilter: visitFunctionFilter,
  withinGroup: visitWithinGroup,
  grouping: visitGrouping,
  label: visitLabel,
  labelReference: visitLabelReference,
  clauseList: visitClauseList,
  expressionList: visitExpressionList,
  tuple: visitTuple,
  unary: visitUnary,
  asBoolean: visitAsBoolean,
  collectionAggregate: visitCollectionAggregate,
  array: unanticipated,
  aggregateOrderBy: visitAggregateOrderBy,
  slice: unanticipated,
  nextValue: visitNextValue,
  custom: unanticipated,
  table: visitTable,
  alias: visitAlias,
  subquery: visitSubquery,
  cte: visitCte,
  lateral: visitLateral,
  tableSample: visitTableSample,
  tableValuedAlias: visitTableValuedAlias,
  join: visitJoin,
  fromGrouping: visitFromGrouping,
  values: visitValues,
  scalarValues: (element, compiler, context) =>
    `(${compiler.process(element.element, { ...context, asFrom: false })})`,
  select: visitSelect,
  compoundSelect: visitCompoundSelect,
  selectGrouping: visitSelectGrouping,
  scalarSelect: visitScalarSelect,
  exists: visitExists,
  textExpression: (element, compiler, context) => compiler.process(element.element, context),
  textualSelect: visitTextualSelect,
  insert: visitInsert,
  update: visitUpdate,
  delete: visitDelete,
}
