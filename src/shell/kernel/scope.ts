/** The names a kernel puts on the global object, and how it does so without a trace in listings. */
import type { ImportModule } from './contracts.js'
import type { AwaitedPromises } from './interrupt/awaited.js'
import { TICK } from './transforms/loop-guard.js'
import { withExports } from './transforms/named-exports.js'
import { IMPORTER } from './transforms/modules.js'
import { AWAIT, ENTER, ITERATE, LEAVE } from './transforms/sync-phase.js'

export const LAST_VALUE = '_'
export const LAST_ERROR = '_error'

/** Inputs whose values have a name; those of older ones can be collected. */
export const KEPT_VALUES = 100

/** `_7`: the value of In[7]. */
export const valueName = (input: number): string => `${LAST_VALUE}${input}`

/** Answers what the evaluator hands to a script. */
export const CALL = '__call'

/** The script with which the evaluator calls back into the kernel under the rules of a cell. */
export const CALL_SCRIPT = `${ENTER}(); await ${AWAIT}(${CALL}())`

/** Not enumerable, like everything else on the global object; the user may declare over it. */
export function defineGlobal(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: false,
  })
}

export interface Machinery {
  readonly importModule: ImportModule
  readonly tick: () => void
  readonly enter: () => void
  readonly leave: <T>(value: T) => T
  readonly call: () => unknown
  readonly awaited: AwaitedPromises
}

/** Installs what transformed cells refer to. */
export function installMachinery(machinery: Machinery): void {
  const { importModule, tick, enter, leave, call, awaited } = machinery
  defineGlobal(IMPORTER, bindImporter(importModule))
  defineGlobal(TICK, tick)
  defineGlobal(ENTER, enter)
  defineGlobal(LEAVE, leave)
  defineGlobal(AWAIT, (value: unknown) => awaited.keep(leave(value)))
  defineGlobal(ITERATE, (source: AsyncIterable<unknown>) => awaited.keepSteps(leave(source)))
  defineGlobal(CALL, call)
}

/** `import()` and `import.meta`; `named` is a statement that names what it wants. */
function bindImporter(importModule: ImportModule) {
  const load: ImportModule = async (specifier, options) => importModule(String(specifier), options)
  const named = async (names: readonly string[], ...call: Parameters<ImportModule>) =>
    withExports(await load(...call), names, call[0])
  return Object.assign(load, { named, meta: projectMeta() })
}

/** `import.meta` of a cell: the prompt stands in the project's folder. */
function projectMeta(): { readonly url: string; readonly dirname: string } {
  const dirname = process.cwd()
  return { url: `file://${dirname}/[prompt]`, dirname }
}
