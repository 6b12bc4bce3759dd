/** The comments above a statement, as lines. */
import { hardline, type Doc } from '../output/doc.js'
import type { Statement } from '../syntax/nodes.js'

export function commentLines({ comments }: Statement): readonly Doc[] {
  return comments.flatMap(({ text }) => [text === '' ? '//' : `// ${text}`, hardline])
}
