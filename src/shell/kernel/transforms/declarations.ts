/**
 * Makes everything declared at the prompt a variable that `let` declares: V8 lets a name be declared again only as
 * what it was, and at a prompt `const f` after `function f` is a correction, not a mistake.
 */
import type {
  AnonymousFunctionDeclaration,
  FunctionDeclaration,
  Node,
  Pattern,
  Program,
  VariableDeclaration,
} from 'acorn'
import { ancestor, base } from 'acorn-walk'
import type { Edits } from '../edits.js'

type FunctionNode = FunctionDeclaration | AnonymousFunctionDeclaration
type Statement = Program['body'][number]

export function relaxDeclarations(program: Program, edits: Edits): void {
  for (const statement of program.body) {
    const declared = declarationOf(statement)
    if (declared?.type === 'FunctionDeclaration') hoistFunction(declared, edits)
    else if (declared?.type === 'VariableDeclaration' && declared.kind === 'const')
      replaceKeyword(declared, 'let', edits)
  }
  relaxVars(program, edits)
}

function declarationOf(statement: Statement) {
  return statement.type === 'ExportNamedDeclaration' ||
    statement.type === 'ExportDefaultDeclaration'
    ? statement.declaration
    : statement
}

/** A function can be called before its declaration, so what declares it comes first. */
function hoistFunction(declared: FunctionNode, edits: Edits): void {
  const { id, start, end } = declared
  if (id) edits.hoist({ start, end, before: `let ${id.name} = `, after: ';' })
}

const skip = (): void => {}
/** A `var` belongs to the function around it. */
const outsideOfFunctions = {
  ...base,
  Function: skip,
  FunctionExpression: skip,
  ArrowFunctionExpression: skip,
  StaticBlock: skip,
}

/** What `var` does: the names are there before anything runs, and get their values where it stands. */
function relaxVars(program: Program, edits: Edits): void {
  const names = new Set<string>()
  ancestor<unknown>(
    program,
    {
      VariableDeclaration: (node, _state, ancestors) => {
        if (node.kind !== 'var') return
        for (const { id } of node.declarations) namesOf(id).forEach((name) => names.add(name))
        assign(node, ancestors.at(-2), edits)
      },
    },
    outsideOfFunctions,
  )
  if (names.size > 0) edits.insert(0, `let ${[...names].join(', ')};`)
}

function assign(node: VariableDeclaration, parent: Node | undefined, edits: Edits): void {
  if (parent && isLoopHead(parent, node)) return replaceKeyword(node, '', edits)
  const hasSemicolon = edits.source[node.end - 1] === ';'
  // Declarations have no value.
  replaceKeyword(node, 'void (', edits)
  edits.insert(hasSemicolon ? node.end - 1 : node.end, ')')
}

function isLoopHead(parent: Node, node: VariableDeclaration): boolean {
  const { init, left } = parent as { readonly init?: unknown; readonly left?: unknown }
  return parent.type.startsWith('For') && (init === node || left === node)
}

function replaceKeyword(node: VariableDeclaration, keyword: string, edits: Edits): void {
  edits.replace(node.start, node.start + node.kind.length, keyword)
}

function namesOf(pattern: Pattern): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) =>
        namesOf(each.type === 'RestElement' ? each.argument : each.value),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesOf(element) : []))
    case 'AssignmentPattern':
      return namesOf(pattern.left)
    case 'RestElement':
      return namesOf(pattern.argument)
    default:
      return []
  }
}
