/**
 * Where the built entry files are that start as processes and threads of their own (`scripts/build.mjs` lists them).
 * Built code finds them beside itself; sources that run untranslated, as in the tests, find them in `dist`.
 */
// The global of that name is anybody's: a class at the prompt may be called so.
import { URL } from 'node:url'

/**
 * The URL of a built entry file, to be forked or started as a worker.
 *
 * @example
 * new Worker(entryPoint('postgresql-io'))
 */
export function entryPoint(name: string): URL {
  const here = import.meta.url
  return new URL(here.endsWith('.ts') ? `../../dist/${name}.js` : `./${name}.js`, here)
}
