/**
 * Where running code came from: cells and model bundles register how their positions lead back to what
 * the user wrote. One per process, because V8's script names are.
 */
import type { Position } from './positions.js'

export interface SourcePlace extends Position {
  readonly file: string
}

/** Answers null where generated code has no counterpart. */
export type SourceMapper = (position: Position) => SourcePlace | null

const mappers = new Map<string, SourceMapper>()

/** Makes stack frames of the script `name` (a URL, or `In[3]`) show what `toSource` answers. */
export function registerSource(name: string, toSource: SourceMapper): void {
  mappers.set(name, toSource)
}

export function sourceMapperOf(name: string): SourceMapper | undefined {
  return mappers.get(name)
}
