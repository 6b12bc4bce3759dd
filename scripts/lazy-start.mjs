/**
 * What bundled packages do while they are being loaded and a start-up should not wait for: break tables of Unicode
 * are read when text is first broken, and Yoga's bytes are decoded without a web client. An esbuild plugin.
 */
import { readFile } from 'node:fs/promises'

const SEGMENTER = /^const (\w+) = new Intl\.Segmenter\((.*)\);$/m

/** Each change to a package must find its place: where one does not, a new version of it has to be looked at. */
const changes = [
  {
    filter:
      /node_modules\/(string-width\/index|slice-ansi\/tokenize-ansi|ansi-tokenize\/build\/tokenize|@alcalzone\/ansi-tokenize\/build\/tokenize)\.js$/,
    change: (text) =>
      text.replace(
        SEGMENTER,
        'let $1Made; const $1 = { segment: (text) => ($1Made ??= new Intl.Segmenter($2)).segment(text) };',
      ),
  },
  {
    // Without a `fetch` in reach it decodes its data URL by itself.
    filter: /yoga-wasm-base64-esm\.js$/,
    change: (text) => `const fetch = undefined;\n${text}`,
  },
]

export const lazyStart = {
  name: 'lazy-start',
  setup({ onLoad }) {
    for (const { filter, change } of changes) {
      onLoad({ filter }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        const contents = change(text)
        const errors = contents === text ? [{ text: `nothing to change in ${path}` }] : []
        return { contents, errors }
      })
    }
  },
}
