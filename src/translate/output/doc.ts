/**
 * Text with choices of line breaks: a group is printed on one line if it fits, else all its lines break. What the
 * emitter builds and `render` prints.
 */

interface Line {
  readonly kind: 'line'
  /** What stands for it in a group that fits: a space, nothing; hard lines always break. */
  readonly flat: ' ' | '' | null
}

export type Doc =
  | string
  | readonly Doc[]
  | Line
  | { readonly kind: 'group'; readonly body: Doc }
  | { readonly kind: 'indent'; readonly body: Doc }
  | { readonly kind: 'broken'; readonly broken: Doc; readonly flat: Doc }

export const line: Line = { kind: 'line', flat: ' ' }
export const softline: Line = { kind: 'line', flat: '' }
export const hardline: Line = { kind: 'line', flat: null }

export function group(body: Doc): Doc {
  return { kind: 'group', body }
}

export function indent(body: Doc): Doc {
  return { kind: 'indent', body }
}

/** One text if the group around breaks, another if it does not. */
export function ifBroken(broken: Doc, flat: Doc = ''): Doc {
  return { kind: 'broken', broken, flat }
}

export function join(separator: Doc, parts: readonly Doc[]): Doc {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))
}

/** `( a, b )` in one line, or one item a line with a trailing comma. */
export function bracketed(
  open: string,
  items: readonly Doc[],
  close: string,
  pad: Doc = softline,
): Doc {
  if (items.length === 0) return `${open}${close}`
  return group([open, indent([pad, join([',', line], items)]), ifBroken(','), pad, close])
}

interface Command {
  readonly depth: number
  readonly flat: boolean
  readonly doc: Doc
}

const INDENT = '  '

/** The text of a document, broken where lines would grow longer than the width. */
export function render(doc: Doc, width = 100): string {
  const out: string[] = []
  let column = 0
  const stack: Command[] = [{ depth: 0, flat: false, doc }]
  for (let command = stack.pop(); command; command = stack.pop()) {
    const { depth, flat, doc: each } = command
    if (typeof each === 'string') {
      out.push(each)
      const lastBreak = each.lastIndexOf('\n')
      column = lastBreak < 0 ? column + each.length : each.length - lastBreak - 1
    } else if (isList(each)) {
      for (const part of [...each].reverse()) stack.push({ depth, flat, doc: part })
    } else if (each.kind === 'line') {
      if (flat && each.flat !== null) {
        out.push(each.flat)
        column += each.flat.length
      } else {
        breakLine(out, depth)
        column = depth * INDENT.length
      }
    } else if (each.kind === 'group') {
      const fit = flat || fits(each.body, width - column, stack)
      stack.push({ depth, flat: fit, doc: each.body })
    } else stack.push(inner(command, each))
  }
  return out.join('')
}

/** A line without text gets no indentation. */
function breakLine(out: string[], depth: number): void {
  if (out.length > 0 && /^\n *$/.test(out.at(-1) ?? '')) out[out.length - 1] = '\n'
  out.push(`\n${INDENT.repeat(depth)}`)
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc)
}

function inner(
  { depth, flat }: Command,
  doc: Extract<Doc, { readonly kind: 'indent' | 'broken' }>,
): Command {
  if (doc.kind === 'indent') return { depth: depth + 1, flat, doc: doc.body }
  return { depth, flat, doc: flat ? doc.flat : doc.broken }
}

/** Whether a group and what follows up to the next possible break fits; a hard line inside never does. */
function fits(body: Doc, space: number, rest: readonly Command[]): boolean {
  let left = space
  let following = rest.length
  const stack: Command[] = [{ depth: 0, flat: true, doc: body }]
  while (left >= 0) {
    const command = stack.pop() ?? rest[--following]
    if (!command) return true
    const { doc, flat } = command
    if (typeof doc === 'string') {
      if (doc.includes('\n')) return left >= doc.indexOf('\n')
      left -= doc.length
    } else if (isList(doc)) {
      for (const part of [...doc].reverse()) stack.push({ ...command, doc: part })
    } else if (doc.kind === 'line') {
      if (!flat) return true
      if (doc.flat === null) return false
      left -= doc.flat.length
    } else if (doc.kind === 'group') stack.push({ ...command, doc: doc.body })
    else stack.push(inner(command, doc))
  }
  return false
}
