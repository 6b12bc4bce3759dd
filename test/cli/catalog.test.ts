/** What completion is told about models: types as they are written, what a column refers to, how many there are. */
import { expect, test } from 'vitest'
import { Post, User } from '../../sample-models/models.js'
import { modelCatalog } from '../../src/cli/composition/catalog.js'
import { ModelRegistry } from '../../src/shell/models.js'

const registry = new ModelRegistry()
registry.replace(
  new Map<string, typeof User | typeof Post>([
    ['User', User],
    ['Post', Post],
  ]),
)
const catalog = modelCatalog(registry)
const [user, post] = catalog.classes()

test('an enumeration is shown by its values', () => {
  expect(user?.columns.find(({ name }) => name === 'role')).toEqual({
    name: 'role',
    type: "enum('reader', 'author', 'editor')",
    notes: ['not null'],
    values: ['reader', 'author', 'editor'],
  })
})

test('a column says what it refers to', () => {
  const author = { name: 'author_id', type: 'INTEGER', notes: ['not null', '→ users.id'] }
  expect(catalog.columnsOf?.('posts')).toContainEqual(author)
  expect(catalog.columnsOf?.('posts')[0]).toMatchObject({ name: 'id', notes: ['primary key'] })
  expect(catalog.columnsOf?.('nowhere')).toEqual([])
})

test('a relationship says how many there are', () => {
  const all = [...(user?.relationships ?? []), ...(post?.relationships ?? [])]
  const cardinalities = all.map(({ name, cardinality }) => [name, cardinality])
  expect(cardinalities).toContainEqual(['profile', 'one to one'])
  expect(cardinalities).toContainEqual(['posts', 'one to many'])
  expect(cardinalities).toContainEqual(['author', 'many to one'])
  expect(cardinalities).toContainEqual(['tags', 'many to many'])
})
