/** How a DDL element finds its compiler, which in turn knows all of them; `ddl-compiler.ts` installs itself. */
import type { SchemaTranslateMap } from '../sql/compiler/compiled.js'
import type { CompilerDialect } from '../sql/compiler/dialect.js'
import type { DdlElement } from './ddl-elements.js'

export interface DdlCompileOptions {
  /** A dialect, something that has one, or the name of one. */
  readonly dialect?: CompilerDialect | { readonly dialect: CompilerDialect } | string
  /** Other names for schemas; `null` as a key stands for no schema. */
  readonly schemaTranslateMap?: SchemaTranslateMap
}

/** Text without parameters. */
export class CompiledDdl {
  readonly params: readonly unknown[] = []

  constructor(readonly sql: string) {}

  toString(): string {
    return this.sql
  }
}

type CompileDdl = (element: DdlElement, options: DdlCompileOptions) => CompiledDdl

let compile: CompileDdl

/** @internal */
export function installDdlCompiler(implementation: CompileDdl): void {
  compile = implementation
}

/** @internal */
export function compileDdl(element: DdlElement, options: DdlCompileOptions): CompiledDdl {
  return compile(element, options)
}
