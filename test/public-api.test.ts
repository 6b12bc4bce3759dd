/** The names users may rely on, as a list in a file: adding one is a line in a diff, losing one is a broken promise. */
import { join } from 'node:path'
import ts from 'typescript'
import { beforeAll, describe, expect, test } from 'vitest'
import { root } from './helpers/source-graph.js'

const entries = ['src/index.ts', 'src/testing/index.ts', 'src/migrate/index.ts']
let checker: ts.TypeChecker
let program: ts.Program

beforeAll(() => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  program = ts.createProgram(
    entries.map((entry) => join(root, entry)),
    options,
  )
  checker = program.getTypeChecker()
})

function exportsOf(entry: string): readonly ts.Symbol[] {
  const file = program.getSourceFile(join(root, entry))
  const symbol = file && checker.getSymbolAtLocation(file)
  return symbol === undefined ? [] : checker.getExportsOfModule(symbol)
}

function declared(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

describe.each(entries)('%s', (entry) => {
  test('exports what the list says', async () => {
    const lines = exportsOf(entry).map((symbol) => {
      const isValue = (declared(symbol).flags & ts.SymbolFlags.Value) !== 0
      return `${isValue ? '' : 'type '}${symbol.name}`
    })
    const folder = entry.split('/').at(-2) ?? ''
    const name = folder === 'src' ? 'orm-shell' : folder
    await expect(lines.sort().join('\n') + '\n').toMatchFileSnapshot(`public-api/${name}.txt`)
  })

  test('explains every value it exports', () => {
    const silent = exportsOf(entry).filter((symbol) => {
      const target = declared(symbol)
      const isValue = (target.flags & ts.SymbolFlags.Value) !== 0
      return isValue && target.getDocumentationComment(checker).length === 0
    })
    expect(silent.map((symbol) => symbol.name)).toEqual([])
  })
})
