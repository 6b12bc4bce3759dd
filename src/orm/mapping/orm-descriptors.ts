/** Everything of a class that stands for SQL: its attributes, and the hybrids and proxies it defines beside them. */
import type { Mapper } from './mapper.js'
import type { MapperProperty } from './property.js'
import { propertyList, type PropertyList } from './property-list.js'

/** A member of `inspect(User).allOrmDescriptors`; a mapped attribute is the class's own, `User.name`. */
export interface OrmDescriptor {
  readonly key: string
}

/** `Mapper.all_orm_descriptors`. @internal */
export function ormDescriptors({ class_, props }: Mapper): PropertyList<OrmDescriptor> {
  const mapped = [...props.values()].filter(isInstrumented).map(({ key }) => key)
  const statics = class_ as unknown as Readonly<Record<string, OrmDescriptor>>
  const keys = new Set([...mapped, ...doubled(class_)])
  // A synonym reads as the attribute it stands for.
  const own = (key: string) => (statics[key]?.key === key ? statics[key] : { key })
  return propertyList([...keys].map((key) => (mapped.includes(key) ? own(key) : { key })))
}

/** Names that classes and their instances both have: what a hybrid is made of. */
function doubled(class_: { readonly prototype: unknown; readonly name: string }): string[] {
  const found: string[] = []
  for (let each: object = class_; each !== Function.prototype;) {
    const prototype = (each as { prototype?: unknown }).prototype ?? {}
    const isBoth = (key: string) => key !== 'constructor' && Object.hasOwn(prototype, key)
    found.push(...Object.getOwnPropertyNames(each).filter(isBoth))
    each = Object.getPrototypeOf(each) as object
  }
  return found
}

/** Columns that are mapped for the loader alone have no attribute. */
function isInstrumented(property: MapperProperty): boolean {
  return (property as { readonly instrument?: boolean }).instrument !== false
}
