/**
 * What comes back for one request, up to ReadyForQuery: a decoder that is fed raw bytes by a transport and keeps
 * rows, counts, the error. It decodes each value once, straight into the row that the result hands out.
 */
import { parseServerMessage, type ServerMessage } from './server-message.js'
import { decoderOf, type FieldDecoder } from './values.js'

/** The columns of a result; kept with a prepared statement, so that they are described only once. */
export interface ColumnSet {
  readonly names: readonly string[]
  readonly types: readonly number[]
  readonly decoders: readonly FieldDecoder[]
}

/** `I` idle, `T` in a transaction, `E` in a transaction that failed. */
export type TransactionStatus = 'I' | 'T' | 'E'

export interface ExchangeHooks {
  readonly notice?: (message: ServerMessage) => void
  readonly parameter?: (name: string, value: string) => void
  /** The server waits for COPY data; it must be refused. */
  readonly copyIn?: () => void
}

const headerLength = 5

export class Exchange {
  rows: unknown[][] = []
  columns: ColumnSet | null
  rowCount = -1
  /** The last command's tag, e.g. `INSERT 0 3`. */
  tag = ''
  suspended = false
  copied = false
  error: ServerMessage | null = null
  status: TransactionStatus | null = null

  constructor(
    private readonly hooks: ExchangeHooks,
    columns: ColumnSet | null = null,
  ) {
    this.columns = columns
  }

  get done(): boolean {
    return this.status !== null
  }

  /** Takes what is complete between `start` and `end`; answers where it stopped. */
  consume(buffer: Buffer, start: number, end: number): number {
    let at = start
    while (this.status === null && end - at >= headerLength) {
      const next = at + 1 + buffer.readInt32BE(at + 1)
      if (next > end) break
      if (buffer[at] === dataRow) this.#readRow(buffer, at + headerLength)
      else this.#readMessage(buffer, at, next)
      at = next
    }
    return at
  }

  #readRow(buffer: Buffer, start: number): void {
    const { decoders } = this.columns as ColumnSet
    const count = decoders.length
    const row = new Array<unknown>(count)
    let at = start + 2
    for (let index = 0; index < count; index += 1) {
      const length = buffer.readInt32BE(at)
      at += 4
      if (length < 0) {
        row[index] = null
      } else {
        row[index] = (decoders[index] as FieldDecoder)(buffer, at, length)
        at += length
      }
    }
    this.rows.push(row)
  }

  #readMessage(buffer: Buffer, at: number, end: number): void {
    const handler = handlers[String.fromCharCode(buffer[at] as number)]
    handler?.(this, { buffer, start: at + headerLength, end })
  }

  /** @internal */
  receive(part: MessageBody, kind: 'error' | 'notice'): void {
    const message = parseServerMessage(part.buffer, part.start)
    if (kind === 'notice') this.hooks.notice?.(message)
    else this.error ??= message
  }

  /** @internal */
  complete(tag: string): void {
    this.tag = tag
    const count = /^(?:INSERT \d+|UPDATE|DELETE|MERGE|SELECT|FETCH|MOVE) (\d+)$/.exec(tag)?.[1]
    if (count === undefined) return
    const rows = Number(count)
    this.rowCount = this.rowCount < 0 ? rows : this.rowCount + rows
  }

  /** @internal */
  parameter(part: MessageBody): void {
    const [name = '', value = ''] = part.buffer.utf8Slice(part.start, part.end).split('\0')
    this.hooks.parameter?.(name, value)
  }

  /** @internal */
  refuseCopy(waits: boolean): void {
    this.copied = true
    if (waits) this.hooks.copyIn?.()
  }
}

interface MessageBody {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
}

const dataRow = 'D'.charCodeAt(0)

/** By message code; what is not listed (ParseComplete, BindComplete, CopyData…) says nothing we need. */
const handlers: Readonly<Record<string, (exchange: Exchange, part: MessageBody) => void>> = {
  T: (exchange, part) => {
    exchange.columns = readColumns(part.buffer, part.start)
  },
  n: (exchange) => {
    exchange.columns = null
  },
  C: (exchange, part) => exchange.complete(part.buffer.latin1Slice(part.start, part.end - 1)),
  s: (exchange) => {
    exchange.suspended = true
  },
  E: (exchange, part) => exchange.receive(part, 'error'),
  N: (exchange, part) => exchange.receive(part, 'notice'),
  S: (exchange, part) => exchange.parameter(part),
  G: (exchange) => exchange.refuseCopy(true),
  W: (exchange) => exchange.refuseCopy(true),
  H: (exchange) => exchange.refuseCopy(false),
  Z: (exchange, part) => {
    exchange.status = part.buffer.latin1Slice(part.start, part.start + 1) as TransactionStatus
  },
}

const fixedColumnBytes = 18
const typeOffset = 6

function readColumns(buffer: Buffer, start: number): ColumnSet {
  const count = buffer.readInt16BE(start)
  const names: string[] = []
  const types: number[] = []
  let at = start + 2
  for (let index = 0; index < count; index += 1) {
    const nameEnd = buffer.indexOf(0, at)
    names.push(buffer.utf8Slice(at, nameEnd))
    types.push(buffer.readUInt32BE(nameEnd + 1 + typeOffset))
    at = nameEnd + 1 + fixedColumnBytes
  }
  return { names, types, decoders: types.map(decoderOf) }
}
