/** Which comments belong to which statement: those above it, inside of it (bodies excepted), and on its last line. */
import type { Comment } from './nodes.js'
import type { Reader, SyntaxNode } from './reader.js'

export interface StatementComments {
  readonly comments: readonly Comment[]
  readonly trailing: Comment | null
  readonly spaced: boolean
}

export interface CommentReader {
  of(statement: SyntaxNode): StatementComments
  /** Comments that belong to no statement, because none follows. */
  left(): readonly Comment[]
}

/** The comments directly inside a body or program. */
export function readComments(reader: Reader, block: SyntaxNode): CommentReader {
  const free = directComments(block).map((node) => toComment(reader, node))
  const take = (fits: (comment: Comment) => boolean): Comment[] => {
    const taken = free.filter(fits)
    for (const comment of taken) free.splice(free.indexOf(comment), 1)
    return taken
  }
  return {
    of(statement) {
      const above = take((comment) => comment.from < statement.from)
      const [trailing = null] = take((comment) => isOnLineOf(reader, statement, comment))
      const inner = innerComments(statement).map((node) => toComment(reader, node))
      const first = above[0]?.from ?? statement.from
      return { comments: [...above, ...inner], trailing, spaced: followsEmptyLine(reader, first) }
    },
    left: () => take(() => true),
  }
}

function directComments(block: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = block.firstChild; child; child = child.nextSibling) {
    if (child.name === 'Comment') found.push(child)
    else if (child.name === 'StatementGroup') found.push(...directComments(child))
  }
  return found
}

/** Comments between the brackets of a statement, and behind the heads of its bodies. */
function innerComments(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === 'Comment') found.push(child)
    else if (child.name !== 'Body') found.push(...innerComments(child))
  }
  return found
}

function toComment(reader: Reader, node: SyntaxNode): Comment {
  return { text: reader.text(node).replace(/^#+:?\s?/, ''), from: node.from, to: node.to }
}

function isOnLineOf(reader: Reader, statement: SyntaxNode, comment: Comment): boolean {
  const between = reader.source.slice(statement.to, comment.from)
  return comment.from >= statement.to && !between.includes('\n') && !isBlockEnd(reader, statement)
}

function isBlockEnd(reader: Reader, statement: SyntaxNode): boolean {
  return reader.source[statement.to - 1] === '\n'
}

function followsEmptyLine(reader: Reader, position: number): boolean {
  return /\n[ \t]*\n[ \t]*$/.test(reader.source.slice(0, position))
}
