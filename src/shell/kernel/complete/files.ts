/** Names of files and folders that go on with what is typed of a path; unreadable folders have none. */
import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import type { CompletionItem } from '../../protocol.js'

/** Names offered at most. */
const MOST = 200

export function filesLike(typed: string): { readonly items: readonly CompletionItem[] } {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(typed) ?? []
  const place = folder.replace(/^~(?=\/)/, homedir())
  const wanted = name.toLowerCase()
  const items = entriesOf(place === '' ? '.' : place)
    .filter((entry) => entry.name.toLowerCase().startsWith(wanted))
    // Hidden ones have to be asked for.
    .filter((entry) => !entry.name.startsWith('.') || name.startsWith('.'))
    .slice(0, MOST)
    .map((entry): CompletionItem => {
      const isFolder = entry.isDirectory()
      return { text: `${folder}${entry.name}${isFolder ? '/' : ''}`, kind: 'keyword' }
    })
  return { items }
}

function entriesOf(folder: string) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.sort((a, b) => a.name.localeCompare(b.name))
  } catch {
    return []
  }
}
