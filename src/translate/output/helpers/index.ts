/**
 * Small functions that stand for Python builtins without a short counterpart; written below the program that uses them.
 * Classes, which do not exist above the place they stand at, are written in front of it.
 */
import { COLLECTIONS } from './collections.js'
import { DATES } from './dates.js'
import { FILES } from './files.js'
import { ITERATORS } from './iterators.js'
import { NUMBERS } from './numbers.js'
import { SEQUENCES } from './sequences.js'
import { TEXTS } from './texts.js'
import { VALUES } from './values.js'

const HELPERS: Readonly<Record<string, string>> = {
  ...VALUES,
  ...SEQUENCES,
  ...COLLECTIONS,
  ...ITERATORS,
  ...NUMBERS,
  ...TEXTS,
  ...DATES,
  ...FILES,
}

/** The names of all helpers. @internal */
export const HELPER_NAMES: readonly string[] = Object.keys(HELPERS)

/** What a helper calls: other helpers, and error classes. */
const NEEDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(HELPERS).map(([name, code]) => [
    name,
    [...helpersIn(name, code), ...errorsIn(code)],
  ]),
)

function helpersIn(name: string, code: string): readonly string[] {
  const isCalled = (other: string): boolean =>
    new RegExp(
      `(?<![.\\w]|function |function\\* )${other}(?:<[^>()]*>)?\\(|extends ${other}<`,
    ).test(code)
  return Object.keys(HELPERS).filter((other) => other !== name && isCalled(other))
}

function errorsIn(code: string): readonly string[] {
  return [...code.matchAll(/new ((?:Value|Key|Index)Error)\(/g)].map(([, error = '']) => error)
}

/** The names given with all that they need, each once. */
export function completeHelpers(names: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>()
  const add = (name: string): void => {
    if (all.has(name)) return
    all.add(name)
    for (const each of NEEDS.get(name) ?? []) add(each)
  }
  for (const name of names) add(name)
  return all
}

export interface HelperOptions {
  /** Helpers that are there already. */
  readonly provided?: ReadonlySet<string>
  /** Names of the program: helpers of the same name are called by another. */
  readonly taken?: ReadonlySet<string>
  /** Only those that stand in front of the program, or only those below; default: all. */
  readonly part?: 'classes' | 'functions'
}

/** What a helper is called in a program that binds these names. */
export function helperName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `${name}_` : name
}

/** The code of the helpers named; error classes are made as they are asked for. */
export function helperCode(names: readonly string[], options: HelperOptions = {}): string {
  const { provided = new Set(), taken = new Set(), part } = options
  const all = completeHelpers(names)
  const renamed = [...all].filter((name) => helperName(name, taken) !== name)
  return [...all]
    .filter((name) => !provided.has(name))
    .map((name) => HELPERS[name] ?? `class ${name} extends Error {}`)
    .filter((code) => part === undefined || (part === 'classes') === code.startsWith('class '))
    .map((code) => renamed.reduce((text, name) => rename(text, name), code))
    .join('\n\n')
}

/** The helper's own name and calls of it. */
function rename(code: string, name: string): string {
  return code.replace(new RegExp(`(?<![.\\w])${name}(?=[<(]| extends)`, 'g'), `${name}_`)
}
