/** The `@example` blocks of everything the package exports, and how one is run. */
import { join } from 'node:path'
import { inspect } from 'node:util'
import { transformSync } from 'esbuild'
import ts from 'typescript'
import { root } from '../helpers/source-graph.js'

export interface Example {
  readonly name: string
  readonly code: string
}

/** The examples of an entry point, and the names of values that have none. */
export function examplesOf(entry: string): {
  readonly examples: readonly Example[]
  readonly without: readonly string[]
} {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const program = ts.createProgram([join(root, entry)], options)
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(join(root, entry))!
  const examples: Example[] = []
  const without: string[] = []
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(file)!)) {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0
    const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol
    if ((target.flags & ts.SymbolFlags.Value) === 0) continue
    const tags = target.getJsDocTags(checker).filter(({ name }) => name === 'example')
    if (tags.length === 0) without.push(symbol.name)
    for (const tag of tags) {
      examples.push({ name: symbol.name, code: ts.displayPartsToString(tag.text).trim() })
    }
  }
  return { examples, without }
}

/** A comment behind an expression that is a value: what the expression must be. */
const CLAIM =
  /^(?!(?:const|let|import|using|await using)\b)(.+?);? \/\/ (true|false|null|-?\d+|['"[{].*)$/

type AsyncFunctionMaker = new (
  ...args: readonly string[]
) => (...values: readonly unknown[]) => Promise<void>

const AsyncFunction = async function () {}.constructor as AsyncFunctionMaker

/** Runs an example with the names of a scope; values it claims in comments are compared as they print. */
export async function runExample(code: string, scope: Readonly<Record<string, unknown>>) {
  const source = asStatements(code)
    .split('\n')
    .map((line) => line.replace(CLAIM, (_all, value, claim) => check(String(value), String(claim))))
    .join('\n')
  const wrapped = `async function example() {\n${source.replaceAll(/^export /gm, '')}\n}`
  const { code: javascript } = transformSync(wrapped, { loader: 'ts', target: 'node20' })
  const run = new AsyncFunction(...Object.keys(scope), '__claim', `${javascript}; await example()`)
  await run(...Object.values(scope), claim)
}

function check(value: string, claimed: string): string {
  return `__claim(${value}, ${JSON.stringify(claimed)})`
}

function claim(value: unknown, claimed: string): void {
  const printed = inspect(value)
  const bare = (text: string): string => text.replaceAll(/\s+/g, '')
  if (bare(printed) !== bare(claimed))
    throw new TypeError(`the example says ${claimed}, it is ${printed}`)
}

/** Attributes and static blocks of a model are shown as they stand in one. */
function asStatements(code: string): string {
  const model = (attributes: string, body: string): string =>
    `class Example extends declarativeBase().model('examples', { id: column(integer, { primaryKey: true }), email: column(string), x1: column(integer), y1: column(integer),\n${attributes}\n}) { ${body} }`
  if (/^static \{/.test(code)) return model('', code)
  // Relationships name the classes of the documentation, not this one: their thunks are called, not mapped.
  return /^\w+: /.test(code)
    ? `for (const value of Object.values({ ${code} })) typeof value === 'function' && value()`
    : code
}
