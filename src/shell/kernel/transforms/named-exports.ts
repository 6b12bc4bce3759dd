/** What an import statement names must be there: a misspelt name would be `undefined`, and be noticed much later. */
import { nearest } from '../../../util/nearest.js'
import { MissingExportError } from '../errors.js'

/**
 * The module, with what CommonJS exports that Node could not tell beforehand. Of TypeScript a name may be that of a
 * type: nothing at run time, and an error only where another name is near.
 *
 * @throws MissingExportError
 */
export function withExports(module: unknown, names: readonly string[], specifier: string): unknown {
  const exported = module as Readonly<Record<string, unknown>>
  const missing = names.filter((name) => !(name in exported))
  if (missing.length === 0) return module
  const { default: whole } = exported
  const inside = typeof whole === 'object' || typeof whole === 'function' ? Object(whole) : {}
  for (const name of missing.filter((each) => !(each in (inside as object)))) {
    const near = nearest(name, Object.keys(exported))
    if (near !== null || !/\.[cm]?[jt]sx?$|^[./]/.test(specifier))
      throw new MissingExportError(specifier, name, near)
  }
  return Object.defineProperties({ ...exported }, pick(inside as object, missing))
}

function pick(source: object, names: readonly string[]): PropertyDescriptorMap {
  return Object.fromEntries(
    names.map((name) => [name, { value: Reflect.get(source, name), enumerable: true }]),
  )
}
