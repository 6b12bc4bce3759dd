/** Registers bundled code by its source map, so that stacks name the file and line the user wrote. */
import { dirname, resolve } from 'node:path'
import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping'
import { registerSource } from './source-registry.js'

export interface BundledSource {
  /** How stack frames name the script. */
  readonly url: string
  /** The map's text; parsed only when a stack asks. */
  readonly map: string
  /** Where the bundle lies: the map's sources are relative to its folder. */
  readonly path: string
}

export function registerSourceMap({ url, map, path }: BundledSource): void {
  let trace: TraceMap | undefined
  registerSource(url, (position) => {
    trace ??= new TraceMap(map)
    const { source, line, column } = originalPositionFor(trace, position)
    return source === null ? null : { file: resolve(dirname(path), source), line, column }
  })
}
