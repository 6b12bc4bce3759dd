/** `insert`, `update`, `delete_`. */
import { installTableDml } from '../selectable/table-dml.js'
import { Delete } from './delete.js'
import { Insert } from './insert.js'
import { Update } from './update.js'

/** `INSERT INTO target`; `sqlalchemy.insert`. @example insert(User).values({ name: 'ed' }) */
export function insert(target: unknown): Insert {
  return new Insert(target)
}

/** `UPDATE target`; `sqlalchemy.update`. @example update(User).where(User.id.eq(1)).values({ name: 'ed' }) */
export function update(target: unknown): Update {
  return new Update(target)
}

/** `DELETE FROM target`; `sqlalchemy.delete`. @example delete_(User).where(User.id.eq(1)) */
export function delete_(target: unknown): Delete {
  return new Delete(target)
}

installTableDml({
  insert: (table) => new Insert(table),
  update: (table) => new Update(table),
  delete: (table) => new Delete(table),
})
