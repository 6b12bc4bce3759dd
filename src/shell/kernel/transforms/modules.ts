/**
 * Makes module syntax run in a script: `import` becomes `await __import(…)`, `export` falls away,
 * `import.meta` is answered by the importer. The importer resolves from the user's project.
 */
import type {
  ExportAllDeclaration,
  ExportDefaultDeclaration,
  ExportNamedDeclaration,
  ImportDeclaration,
  ImportSpecifier,
  Program,
} from 'acorn'
import { simple } from 'acorn-walk'
import type { Edits } from '../edits.js'

export const IMPORTER = '__import'

export function rewriteModules(program: Program, edits: Edits): void {
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') rewriteImport(statement, edits)
    else if (statement.type === 'ExportNamedDeclaration') rewriteExport(statement, edits)
    else if (statement.type === 'ExportDefaultDeclaration') rewriteDefault(statement, edits)
    else if (statement.type === 'ExportAllDeclaration') rewriteExportAll(statement, edits)
  }
  simple(program, {
    ImportExpression: ({ start }) => edits.replace(start, start + 'import'.length, IMPORTER),
    MetaProperty: ({ start, end, meta }) => {
      if (meta.name === 'import') edits.replace(start, end, `${IMPORTER}.meta`)
    },
  })
}

function rewriteImport(statement: ImportDeclaration, edits: Edits): void {
  const namespace = statement.specifiers.find((each) => each.type === 'ImportNamespaceSpecifier')
  const names = statement.specifiers.flatMap((each) => {
    if (each.type === 'ImportNamespaceSpecifier') return []
    return `${importedName(each)}: ${each.local.name}`
  })
  const pattern = names.length > 0 ? `{ ${names.join(', ')} }` : null
  const wanted = statement.specifiers.flatMap((each) =>
    each.type === 'ImportNamespaceSpecifier' ? [] : unquoted(importedName(each)),
  )
  const call = importCall(statement, wanted)
  if (namespace) {
    const rest = pattern ? `, ${pattern} = ${namespace.local.name}` : ''
    edits.replace(statement.start, statement.end, `let ${namespace.local.name} = ${call}${rest};`)
  } else {
    const code = pattern ? `let ${pattern} = ${call};` : `${call};`
    edits.replace(statement.start, statement.end, code)
  }
}

function importedName(
  specifier: Exclude<ImportDeclaration['specifiers'][number], { type: 'ImportNamespaceSpecifier' }>,
): string {
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : exportedName(specifier.imported)
}

function exportedName(node: ImportSpecifier['imported']): string {
  return node.type === 'Identifier' ? node.name : JSON.stringify(node.value)
}

function unquoted(name: string): string {
  return name.startsWith('"') ? String(JSON.parse(name)) : name
}

/** @param wanted the names that the module must export */
function importCall(
  { source, attributes }: ImportDeclaration | ExportAllDeclaration,
  wanted: readonly string[] = [],
): string {
  // Code that parses as an older year of the language has no attributes at all.
  const pairs = (attributes ?? []).map(({ key, value }) => {
    const name = key.type === 'Identifier' ? key.name : JSON.stringify(key.value)
    return `${name}: ${JSON.stringify(value.value)}`
  })
  const options = pairs.length > 0 ? [`{ with: { ${pairs.join(', ')} } }`] : []
  const call = [JSON.stringify(source.value), ...options].join(', ')
  return wanted.length > 0
    ? `await ${IMPORTER}.named(${JSON.stringify(wanted)}, ${call})`
    : `await ${IMPORTER}(${call})`
}

function rewriteExport(statement: ExportNamedDeclaration, edits: Edits): void {
  const end = statement.declaration ? statement.declaration.start : statement.end
  edits.replace(statement.start, end, '')
}

function rewriteDefault(statement: ExportDefaultDeclaration, edits: Edits): void {
  edits.replace(statement.start, statement.declaration.start, '')
}

function rewriteExportAll(statement: ExportAllDeclaration, edits: Edits): void {
  edits.replace(statement.start, statement.end, `${importCall(statement)};`)
}
