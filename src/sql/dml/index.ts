/** INSERT, UPDATE, DELETE. */
export { insert, update, delete_ } from './constructors.js'
export { Delete } from './delete.js'
export { DmlBase, valuePairs, DmlWhereBase, type DmlPair, type ValuesArgument } from './dml-base.js'
export { Insert, merged } from './insert.js'
export {
  onConflict,
  onDuplicateKey,
  excludedColumns,
  type OnConflictOptions,
  type PostValues,
} from './on-conflict.js'
export { Update } from './update.js'
