/**
 * Attributes of a mapper as users look at them: a list that also answers by name, `inspect(User).relationships.posts`.
 */

interface Keyed {
  readonly key: string
}

/** Attributes in mapping order; `sqlalchemy.util.ReadOnlyProperties`. Each is a property of the list, too. */
export type PropertyList<T extends Keyed> = readonly T[] & {
  get(key: string): T | undefined
  has(key: string): boolean
}

/** @internal */
export function propertyList<T extends Keyed>(properties: Iterable<T>): PropertyList<T> {
  const list = [...properties]
  const define = (name: string, value: unknown) =>
    Object.defineProperty(list, name, { value, configurable: true })
  define('get', (key: string) => list.find((property) => property.key === key))
  define('has', (key: string) => list.some((property) => property.key === key))
  // Whoever asks a list of attributes for its keys means their names.
  define('keys', () => list.map(({ key }) => key))
  for (const property of list) if (!(property.key in list)) define(property.key, property)
  return Object.freeze(list) as PropertyList<T>
}
