/**
 * What the library's calls answer, by name, so that completion can look beyond a call without making it.
 * Data only; read by `resolve.ts`.
 */

/** Objects of the library that completion knows by their methods. */
export type Shape = 'session' | 'select' | 'query' | 'dml' | 'load' | 'scalars' | 'result'

/** What a call answers, in terms of the model that flows through the chain. */
export type Answer =
  /** The same kind of object, for the same model. */
  | 'self'
  | 'entity'
  | 'entities'
  | 'scalars'
  | 'result'
  /** Those take the model from their first argument. */
  | 'query of argument'
  | 'entity of argument'
  | 'scalars of argument'
  | 'result of argument'
  | 'load of argument'
  | 'other'

type Methods = Readonly<Record<string, Answer>>

const selectMethods: Methods = {
  ...answering(
    'self',
    'where filter filterBy orderBy groupBy having limit offset distinct join joinFrom outerjoin ' +
      'outerjoinFrom selectFrom options withForUpdate correlate executionOptions addColumns params',
  ),
  ...answering('other', 'subquery cte alias scalarSubquery exists lateral union unionAll compile'),
}

const queryMethods: Methods = {
  ...answering(
    'self',
    'filter filterBy where orderBy groupBy having limit offset slice distinct join outerjoin ' +
      'options selectFrom populateExisting executionOptions yieldPer withForUpdate correlate ' +
      'enableEagerloads params fromStatement union',
  ),
  ...answering('entity', 'first one oneOrNone get'),
  ...answering('entities', 'all'),
  ...answering(
    'other',
    'count exists scalar update delete subquery scalarSubquery withEntities addColumns',
  ),
}

const dmlMethods: Methods = answering(
  'self',
  'values where filter filterBy returning onConflictDoNothing onConflictDoUpdate executionOptions',
)

const scalarsMethods: Methods = {
  ...answering('self', 'unique yieldPer'),
  ...answering('entity', 'first one oneOrNone fetchone'),
  ...answering('entities', 'all fetchmany'),
  ...answering('other', 'partitions close'),
}

const resultMethods: Methods = {
  ...answering('self', 'unique yieldPer'),
  ...answering('scalars', 'scalars'),
  ...answering('entity', 'scalar scalarOne scalarOneOrNone'),
  ...answering(
    'other',
    'all first one oneOrNone mappings columns partitions fetchone fetchmany keys rowcount close',
  ),
}

const sessionMethods: Methods = {
  query: 'query of argument',
  ...answering('entity of argument', 'get getOne merge scalar'),
  scalars: 'scalars of argument',
  execute: 'result of argument',
  ...answering(
    'other',
    'add addAll delete expunge expungeAll refresh expire expireAll flush commit rollback close begin ' +
      'beginNested inTransaction inNestedTransaction connection isModified contains noAutoflush new dirty deleted identityMap',
  ),
}

/** Functions whose argument is a relationship; those of a loader option as well. */
export const LOADERS = new Set([
  'selectinload',
  'joinedload',
  'subqueryload',
  'immediateload',
  'lazyload',
  'raiseload',
  'noload',
  'containsEager',
  'defaultload',
])

/** Those whose arguments are columns. */
export const COLUMN_OPTIONS = new Set(['loadOnly', 'defer', 'undefer'])

/** Methods of statements whose argument is a relationship or another table. */
export const JOINS = new Set(['join', 'outerjoin'])

/** Methods of statements whose arguments are columns, or conditions about them. */
export const COLUMN_TAKERS = new Set([
  'where',
  'filter',
  'orderBy',
  'groupBy',
  'having',
  'distinct',
  'returning',
])

const loadMethods: Methods = {
  ...answering('load of argument', [...LOADERS].join(' ')),
  ...answering('self', [...COLUMN_OPTIONS, 'options', 'selectinPolymorphic'].join(' ')),
}

export const METHODS: Readonly<Record<Shape, Methods>> = {
  session: sessionMethods,
  select: selectMethods,
  query: queryMethods,
  dml: dmlMethods,
  load: loadMethods,
  scalars: scalarsMethods,
  result: resultMethods,
}

/** Where the methods of each are declared. */
export const CLASSES_OF_SHAPE: Readonly<Record<Shape, readonly string[]>> = {
  session: ['Session'],
  select: ['Select'],
  query: ['Query'],
  dml: ['Insert', 'Update', 'Delete'],
  load: ['Load'],
  scalars: ['ScalarResult'],
  result: ['Result'],
}

/** Classes of the library by name, for objects that are already there. */
export const SHAPE_OF_CLASS: Readonly<Record<string, Shape>> = {
  Session: 'session',
  AsyncSession: 'session',
  Select: 'select',
  Query: 'query',
  Insert: 'dml',
  Update: 'dml',
  Delete: 'dml',
  Load: 'load',
  ScalarResult: 'scalars',
  Result: 'result',
}

/** Array methods that answer an element, and those that answer such an array again. */
export const ELEMENT_METHODS = new Set(['at', 'find', 'findLast', 'pop', 'shift'])
export const SAME_LIST_METHODS = new Set([
  'filter',
  'slice',
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
  'concat',
])

/** Members wanted most of an object that has many, by its class; they are offered first. */
export const FIRST_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  ColumnOperators:
    'eq ne gt ge lt le in notIn is isNot like ilike contains startswith endswith between asc desc label cast'.split(
      ' ',
    ),
  RelationshipAttribute: 'any has contains ofType and eq ne'.split(' '),
  Engine: 'connect begin dispose url dialect'.split(' '),
}

/** Functions that begin a statement about their argument. */
export const STATEMENTS: Readonly<Record<string, Shape>> = {
  select: 'select',
  insert: 'dml',
  update: 'dml',
  delete_: 'dml',
}

/** Methods whose keys, given as an object, are attributes of the model. */
export const KEYED_METHODS = new Set(['filterBy', 'values', 'where'])

function answering(answer: Answer, names: string): Methods {
  return Object.fromEntries(names.split(' ').map((name) => [name, answer]))
}
