/**
 * The sources as facts: which file imports what and how, and how large its functions are. Read with the TypeScript
 * parser; `architecture.test.ts` judges.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Import {
  /** A path from the repository's root (`src/…`), or the bare name of a package. */
  readonly target: string
  readonly internal: boolean
  readonly kind: 'static' | 'dynamic' | 'type'
  /** `export … from`: passed on, not used. */
  readonly passedOn: boolean
}

export interface FunctionFact {
  readonly name: string
  readonly line: number
  readonly lines: number
  readonly parameters: number
  /** Handed to a call, which decides what it is given. */
  readonly isCallback: boolean
}

export interface SourceFile {
  readonly path: string
  readonly text: string
  /** The text without comments, for rules about what code may mention. */
  readonly code: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly functions: readonly FunctionFact[]
}

/** All TypeScript files below a folder of the repository. */
export function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => toPosix(relative(root, join(entry.parentPath, entry.name))))
    .sort()
    .map(readSource)
}

/** Groups of files that import each other at run time. */
export function importCycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const edges = new Map(files.map((file) => [file.path, staticTargets(file)]))
  const trail: string[] = []
  const finished = new Set<string>()
  const cycles: string[][] = []
  const visit = (path: string): void => {
    if (finished.has(path)) return
    const seenAt = trail.indexOf(path)
    if (seenAt >= 0) return void cycles.push([...trail.slice(seenAt), path])
    trail.push(path)
    for (const next of edges.get(path) ?? []) visit(next)
    trail.pop()
    finished.add(path)
  }
  for (const path of edges.keys()) visit(path)
  return cycles
}

function staticTargets(file: SourceFile): readonly string[] {
  return file.imports.filter((it) => it.internal && it.kind === 'static').map((it) => it.target)
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  const functions: FunctionFact[] = []
  const visit = (node: ts.Node): void => {
    const found = importOf(node, path)
    if (found !== undefined) imports.push(found)
    if (ts.isFunctionLike(node) && 'body' in node && node.body) functions.push(measure(node, tree))
    ts.forEachChild(node, visit)
  }
  visit(tree)
  const lines = text.split('\n').length - 1
  return { path, text, code: withoutComments(text, path), lines, imports, functions }
}

function importOf(node: ts.Node, from: string): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    const isType = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    return toImport(node.moduleSpecifier, from, isType ? 'type' : 'static')
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const passed = toImport(node.moduleSpecifier, from, node.isTypeOnly ? 'type' : 'static')
    return passed && { ...passed, passedOn: true }
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return toImport(node.arguments[0], from, 'dynamic')
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return toImport(node.argument.literal, from, 'type')
  }
  return undefined
}

function toImport(
  specifier: ts.Node | undefined,
  from: string,
  kind: Import['kind'],
): Import | undefined {
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return undefined
  const name = specifier.text
  if (!name.startsWith('.'))
    return { target: packageName(name), internal: false, kind, passedOn: false }
  const path = toPosix(join(dirname(from), name))
  return { target: sourceOf(path), internal: true, kind, passedOn: false }
}

/** `./x.js` in an import is `x.ts` or `x.tsx` on disk. */
function sourceOf(path: string): string {
  const stem = path.replace(/\.js$/, '')
  const found = ['.ts', '.tsx'].find((extension) => ts.sys.fileExists(join(root, stem + extension)))
  return found === undefined ? path : stem + found
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function measure(node: ts.SignatureDeclaration, tree: ts.SourceFile): FunctionFact {
  const first = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line
  const last = tree.getLineAndCharacterOfPosition(node.getEnd()).line
  const owner = ts.isVariableDeclaration(node.parent) ? node.parent.name : node.name
  return {
    name: owner?.getText(tree) ?? (ts.isConstructorDeclaration(node) ? 'constructor' : 'anonymous'),
    line: first + 1,
    lines: last - first + 1,
    parameters: node.parameters.filter((it) => it.name.getText(tree) !== 'this').length,
    isCallback: ts.isCallExpression(node.parent),
  }
}

function withoutComments(text: string, path: string): string {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false)
  return ts.createPrinter({ removeComments: true }).printFile(tree)
}

function toPosix(path: string): string {
  return path.split(sep).join('/')
}
