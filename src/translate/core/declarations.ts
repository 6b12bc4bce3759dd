/** Where variables are declared: at their first assignment if its block sees all uses, else before the statement around. */
import type { Block, Expression, Statement } from '../syntax/nodes.js'
import { boundNames, targetNames, walk } from './walk.js'

interface Use {
  /** The blocks around, outermost first. */
  readonly path: readonly Block[]
  readonly statement: Statement
  readonly isStore: boolean
  /** The store is by itself a declaration: `x = …`, a loop's or a `with`'s variable, a function or class. */
  readonly declares: boolean
}

/** How the variables of one function, or of the program, are declared. */
export interface Declarations {
  /** How this statement declares the name; null: it is declared already. */
  keyword(statement: Statement, name: string): 'const' | 'let' | null
  /** Variables to declare before this statement. */
  before(statement: Statement): readonly string[]
}

/** @param known names declared outside: parameters */
export function planDeclarations(body: Block, known: ReadonlySet<string>): Declarations {
  const uses = collect(body)
  const at = new Map<string, ReadonlySet<Statement>>()
  const constant = new Set<string>()
  const hoisted = new Map<Statement, string[]>()
  for (const [name, found] of uses) {
    const stores = found.filter(({ isStore }) => isStore)
    const [first] = stores
    if (!first || known.has(name)) continue
    const block = commonBlock(found)
    const firstUse = found[0]
    const blocks = ownBlocks(found)
    if (blocks) {
      at.set(name, blocks)
      constant.add(name)
    } else if (first.declares && first.path.at(-1) === block && firstUse === first) {
      at.set(name, new Set([first.statement]))
      if (stores.length === 1) constant.add(name)
    } else {
      const statement = statementIn(block, found)
      if (statement) hoisted.set(statement, [...(hoisted.get(statement) ?? []), name])
    }
  }
  return {
    keyword: (statement, name) =>
      at.get(name)?.has(statement) ? (constant.has(name) ? 'const' : 'let') : null,
    before: (statement) => hoisted.get(statement) ?? [],
  }
}

/** The `with` statements of a name that is used inside of them only: each has a variable of its own. */
function ownBlocks(uses: readonly Use[]): ReadonlySet<Statement> | null {
  const stores = uses.filter(({ isStore }) => isStore)
  const owners = new Set(stores.map(({ statement }) => statement))
  const isOwn = (use: Use): boolean =>
    use.isStore
      ? use.statement.kind === 'with'
      : [...owners].some(
          (each) => each.kind === 'with' && use.path.includes(each.body) && use.statement !== each,
        )
  return owners.size > 1 && uses.every(isOwn) ? owners : null
}

function commonBlock(uses: readonly Use[]): Block {
  const [first, ...others] = uses.map(({ path }) => path)
  let common = first ?? []
  for (const path of others) {
    const differs = common.findIndex((block, index) => path[index] !== block)
    if (differs >= 0) common = common.slice(0, differs)
  }
  return common.at(-1) ?? []
}

/** The first statement of a block that contains a use. */
function statementIn(block: Block, uses: readonly Use[]): Statement | null {
  const [first] = uses
  if (!first) return null
  return (
    block.find((each) => each.from <= first.statement.from && first.statement.to <= each.to) ?? null
  )
}

type Uses = Map<string, Use[]>

function collect(body: Block): Uses {
  const uses: Uses = new Map()
  visitBlock(uses, body, [body])
  return uses
}

function visitBlock(uses: Uses, block: Block, path: readonly Block[]): void {
  for (const statement of block) visitStatement(uses, statement, path)
}

function add(uses: Uses, name: string, use: Use): void {
  const found = uses.get(name)
  if (found) found.push(use)
  else uses.set(name, [use])
}

function store(uses: Uses, target: Expression, use: Omit<Use, 'isStore'>): void {
  for (const name of targetNames(target)) add(uses, name, { ...use, isStore: true })
  if (target.kind === 'attribute' || target.kind === 'subscript') {
    load(uses, target, use.statement, use.path)
  }
}

function load(uses: Uses, node: unknown, statement: Statement, path: readonly Block[]): void {
  const use: Use = { path, statement, isStore: false, declares: false }
  walk(node, (each) => {
    if (each.kind === 'name') add(uses, each.id, use)
    else if (each.kind === 'named') {
      add(uses, each.target, { ...use, isStore: true })
    } else if (each.kind === 'lambda' || each.kind === 'comprehension') {
      loadNested(uses, each, use)
      return false
    }
    return true
  })
}

/** Names of lambdas and comprehensions are their own. */
function loadNested(uses: Uses, node: unknown, use: Use): void {
  const own = boundNames(node)
  walk(node, (each) => {
    if (each.kind === 'name' && !own.has(each.id)) add(uses, each.id, use)
    return true
  })
}

function visitStatement(uses: Uses, statement: Statement, path: readonly Block[]): void {
  const inside = (block: Block): void => visitBlock(uses, block, [...path, block])
  const read = (node: unknown): void => load(uses, node, statement, path)
  const bind = (target: Expression, at = path, declares = true): void =>
    store(uses, target, { path: at, statement, declares })
  switch (statement.kind) {
    case 'assign':
      read(statement.value)
      for (const target of statement.targets) bind(target)
      return
    case 'update':
      read(statement.target)
      read(statement.value)
      return bind(statement.target, path, false)
    case 'for':
      read(statement.iterable)
      bind(statement.target, [...path, statement.body])
      inside(statement.body)
      return inside(statement.otherwise ?? [])
    case 'with':
      for (const item of statement.items) {
        read(item.value)
        if (item.target) bind(item.target, [...path, statement.body])
      }
      return inside(statement.body)
    case 'if':
      for (const { test, body } of statement.branches) {
        read(test)
        inside(body)
      }
      return inside(statement.otherwise ?? [])
    case 'while':
      read(statement.test)
      return inside(statement.body)
    case 'try':
      inside(statement.body)
      for (const { type, body } of statement.handlers) {
        read(type)
        inside(body)
      }
      inside(statement.otherwise ?? [])
      return inside(statement.finalizer ?? [])
    case 'function':
    case 'class':
      return visitDefinition(uses, statement, path)
    default:
      return read(statement)
  }
}

function visitDefinition(
  uses: Uses,
  statement: Extract<Statement, { kind: 'function' | 'class' }>,
  path: readonly Block[],
): void {
  const use: Use = { path, statement, isStore: true, declares: true }
  if (statement.name !== '_') add(uses, statement.name, use)
  for (const name of freeNames(statement)) {
    add(uses, name, { ...use, isStore: false, declares: false })
  }
}

/** Names a definition reads from outside: those of its functions are their own. */
function freeNames(
  { name: _name, ...definition }: Extract<Statement, { kind: 'function' | 'class' }>,
  hidden: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const own = definition.kind === 'function' ? boundNames(definition) : new Set<string>()
  const all = new Set([...hidden, ...own])
  const found = new Set<string>()
  walk(definition, (each) => {
    if (each.kind === 'name' && !all.has(each.id)) found.add(each.id)
    if (each.kind !== 'function' || each === (definition as unknown)) return true
    for (const name of freeNames(each, all)) found.add(name)
    return false
  })
  return found
}
