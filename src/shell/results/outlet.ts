/** Where results go besides the screen: one of them, or all until further notice, into a file. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { formatPlain } from '../format/plain.js'
import type { Redaction } from '../format/redaction/redaction.js'
import type { Output } from '../format/output.js'
import { formatOfFile, formatRecords } from './formats.js'
import { recordsOf } from './records.js'

interface Target {
  readonly path: string
  readonly isOnce: boolean
}

export class Outlet {
  #target: Target | null = null

  constructor(
    private readonly dialect: () => string,
    private readonly redaction: () => Redaction,
  ) {}

  get path(): string | null {
    return this.#target?.path ?? null
  }

  /** The next result, or with `isOnce` false all of them, go into a file, which begins empty. @throws what the system says */
  open(path: string, { isOnce }: { readonly isOnce: boolean }): void {
    writeFileSync(path, '')
    this.#target = { path, isOnce }
  }

  close(): void {
    this.#target = null
  }

  /** What is left for the screen of a result: itself, or where it went. */
  take(blocks: readonly Output[], value?: unknown): readonly Output[] {
    const target = this.#target
    if (target === null || blocks.length === 0) return blocks
    if (target.isOnce) this.#target = null
    const text = this.#text(target, blocks, value)
    appendFileSync(target.path, text)
    const lines = text.split('\n').length - 1
    return [
      {
        kind: 'text',
        tone: 'muted',
        text: `${lines} ${lines === 1 ? 'line' : 'lines'} → ${target.path}`,
      },
    ]
  }

  /** Rows in the format of the file's name, anything else as it is printed. */
  #text({ path }: Target, blocks: readonly Output[], value: unknown): string {
    const format = formatOfFile(path)
    const records = format === null || format === 'md' ? null : recordsOf(value)
    if (format !== null && records)
      return formatRecords(format, this.redaction().rows(records), { dialect: this.dialect() })
    const hidden = blocks.map((block) => this.redaction().apply(block))
    return hidden.map((block) => `${formatPlain(block)}\n`).join('')
  }
}
