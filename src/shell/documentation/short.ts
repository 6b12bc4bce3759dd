/** A declaration in one line, for the completion menu: what a call takes, and the first sentence about it. */
import { areDeclarationsRead, declarationOf, memberOf, type Declaration } from './declarations.js'

/** @param owners classes whose member `name` may be, nearest first; without any it is a name of the library */
export function shortDocumentation(name: string, owners?: readonly string[]): string | undefined {
  if (!areDeclarationsRead()) return undefined
  if (!owners) return inOneLine(declarationOf(name))
  for (const owner of owners) {
    const found = memberOf(owner, name)
    if (found) return inOneLine(found)
  }
  return undefined
}

function inOneLine(declaration: Declaration | null): string | undefined {
  if (!declaration) return undefined
  const [signature = ''] = declaration.signatures
  const parts = [parameters(signature), firstSentence(declaration.comment)]
  return parts.filter((part) => part !== '').join(' ') || undefined
}

/** `(entity, options?)`: names only, types take more room than a menu has. */
function parameters(signature: string): string {
  const open = parameterList(signature)
  if (open < 0) return ''
  const names: string[] = []
  let depth = 0
  let part = ''
  for (const character of withoutArrows(signature.slice(open))) {
    if ('([{<'.includes(character) && depth++ === 0) continue
    if (')]}>'.includes(character) && --depth === 0) break
    if (character === ',' && depth === 1) {
      names.push(part)
      part = ''
    } else part += character
  }
  return `(${[...names, part].map(parameterName).filter(Boolean).join(', ')})`
}

/** Arrows are no brackets. */
function withoutArrows(text: string): string {
  return text.replaceAll('=>', '')
}

/** Behind the name and its type parameters; -1 where nothing is called. */
function parameterList(signature: string): number {
  let depth = 0
  const text = signature.replaceAll('=>', '  ')
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (character === '(' && depth === 0) return index
    if (character === ':' && depth === 0) return -1
    if ('<{['.includes(character)) depth++
    else if ('>}]'.includes(character)) depth--
  }
  return -1
}

function parameterName(parameter: string): string {
  const [, name = ''] = /^\s*(\.{0,3}[\w$]+\??)/.exec(parameter) ?? []
  return name !== '' || parameter.trim() === '' ? name : '{…}'
}

function firstSentence(comment: string): string {
  const [text = ''] = comment.split(/\n\s*(?:\n|@)/)
  const [sentence = ''] = /^[^]*?(?:[.;](?=\s|$)|$)/.exec(text.replace(/\s+/g, ' ')) ?? []
  return sentence.replace(/[.;]$/, '').trim()
}
