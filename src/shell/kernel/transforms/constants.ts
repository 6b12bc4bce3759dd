/**
 * Makes a constant declared at the prompt a variable: V8 lets a name be declared again only as what it was, and at
 * a prompt `let posts` after `const posts` is a correction, not a mistake.
 */
import type { Program } from 'acorn'
import type { Edits } from '../edits.js'

const CONST = 'const'

export function relaxConstants(program: Program, edits: Edits): void {
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declared?.type === 'VariableDeclaration' && declared.kind === CONST)
      edits.replace(declared.start, declared.start + CONST.length, 'let')
  }
}
