/** What two hundred models cost the type checker, counted; `npm run bench:types` says what that is in seconds. */
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { modelsSource } from '../../bench/types.mjs'
import { root } from '../helpers/source-graph.js'

const COUNT = 200

/** Checks one file of the project that only this test sees. */
function checked(source: string): { errors: string[]; types: number; instantiations: number } {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const path = join(root, 'test/types/generated-models.ts')
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === path || fileExists(name)
  host.getSourceFile = (name, version, ...rest) =>
    name === path
      ? ts.createSourceFile(name, source, version)
      : getSourceFile(name, version, ...rest)
  const program = ts.createProgram([path], options, host)
  const found = program.getSemanticDiagnostics(program.getSourceFile(path))
  return {
    errors: found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    types: program.getTypeCount(),
    instantiations: program.getInstantiationCount(),
  }
}

test(`${COUNT} models are checked without errors, and each costs the checker little`, () => {
  const { errors, types, instantiations } = checked(modelsSource(COUNT))
  expect(errors).toEqual([])
  expect(types / COUNT).toBeLessThan(200)
  expect(instantiations / COUNT).toBeLessThan(600)
}, 600_000)
