/**
 * Builds the client's messages of PostgreSQL's extended query protocol, one after the other in one buffer, so that a
 * whole exchange leaves in one write. Used by `connection.ts` of this folder only.
 */
import { UnsendableValue } from './unsendable.js'
import { encodeParameter } from './values.js'

const initialSize = 8192

/** The protocol counts parameters in sixteen bits. */
const maximumParameters = 65_535

export class MessageWriter {
  #buffer = Buffer.allocUnsafe(initialSize)
  #position = 0
  #messageStart = 0

  get length(): number {
    return this.#position
  }

  /** The bytes written so far, as a copy; the writer starts anew. */
  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#position))
    this.#position = 0
    return bytes
  }

  /** Runs a function that writes; what it has written when it throws is taken back. */
  whole<T>(write: () => T): T {
    const start = this.#position
    try {
      return write()
    } catch (error) {
      this.#position = start
      throw error
    }
  }

  /** @throws UnsendableValue as `bind` */
  parse(name: string, sql: string, types: readonly number[]): this {
    checkCount(types.length)
    this.#begin('P').#string(name).#string(sql).#int16(types.length)
    for (const type of types) this.#int32(type)
    return this.#end()
  }

  /** @throws UnsendableValue for too many parameters, or text that PostgreSQL cannot hold */
  bind(portal: string, statement: string, parameters: readonly unknown[]): this {
    checkCount(parameters.length)
    this.#begin('B').#string(portal).#string(statement).#int16(parameters.length)
    for (const value of parameters) this.#int16(value instanceof Uint8Array ? 1 : 0)
    this.#int16(parameters.length)
    for (const [index, value] of parameters.entries()) this.#parameter(value, index)
    // No result format codes: every column comes as text.
    return this.#int16(0).#end()
  }

  describePortal(portal: string): this {
    return this.#begin('D').#byte('P').#string(portal).#end()
  }

  /** `limit` 0 asks for all rows. */
  execute(portal: string, limit: number): this {
    return this.#begin('E').#string(portal).#int32(limit).#end()
  }

  closeStatement(name: string): this {
    return this.#begin('C').#byte('S').#string(name).#end()
  }

  closePortal(name: string): this {
    return this.#begin('C').#byte('P').#string(name).#end()
  }

  sync(): this {
    return this.#begin('S').#end()
  }

  copyFail(reason: string): this {
    return this.#begin('f').#string(reason).#end()
  }

  terminate(): this {
    return this.#begin('X').#end()
  }

  #begin(code: string): this {
    this.#byte(code)
    this.#messageStart = this.#position
    return this.#int32(0)
  }

  #end(): this {
    this.#buffer.writeInt32BE(this.#position - this.#messageStart, this.#messageStart)
    return this
  }

  #parameter(value: unknown, index: number): void {
    try {
      this.#value(encodeParameter(value))
    } catch (error) {
      throw new UnsendableValue(`parameter $${index + 1}: ${(error as Error).message}`, error)
    }
  }

  #value(encoded: Uint8Array | string | null): void {
    if (encoded === null) {
      this.#int32(-1)
      return
    }
    if (typeof encoded === 'string') {
      checkText(encoded)
      const length = Buffer.byteLength(encoded)
      this.#int32(length).#reserve(length)
      this.#position += this.#buffer.write(encoded, this.#position)
      return
    }
    this.#int32(encoded.length).#reserve(encoded.length)
    this.#buffer.set(encoded, this.#position)
    this.#position += encoded.length
  }

  #string(text: string): this {
    checkText(text)
    this.#reserve(Buffer.byteLength(text) + 1)
    this.#position += this.#buffer.write(text, this.#position)
    this.#buffer[this.#position++] = 0
    return this
  }

  #byte(character: string): this {
    this.#reserve(1)
    this.#buffer[this.#position++] = character.charCodeAt(0)
    return this
  }

  #int16(value: number): this {
    this.#reserve(2)
    this.#position = this.#buffer.writeUInt16BE(value, this.#position)
    return this
  }

  #int32(value: number): this {
    this.#reserve(4)
    this.#position = this.#buffer.writeInt32BE(value, this.#position)
    return this
  }

  #reserve(bytes: number): void {
    const needed = this.#position + bytes
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2))
    this.#buffer.copy(larger, 0, 0, this.#position)
    this.#buffer = larger
  }
}

function checkCount(count: number): void {
  if (count <= maximumParameters) return
  throw new UnsendableValue(
    `the statement has ${count} parameters; PostgreSQL takes at most ${maximumParameters}`,
  )
}

/** Half a surrogate pair would arrive as another character, and a NUL ends a text on the wire. */
function checkText(text: string): void {
  if (text.includes('\0'))
    throw new UnsendableValue('A string literal cannot contain NUL (0x00) characters.')
  if (!isWellFormed(text))
    throw new UnsendableValue("'utf-8' codec can't encode a lone surrogate: surrogates not allowed")
}

function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed()
}
