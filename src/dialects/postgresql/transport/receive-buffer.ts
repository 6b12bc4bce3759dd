/** Received bytes that wait to be decoded: what is incomplete at the end stays until the rest has come. */
import type { Exchange } from '../wire/exchange.js'

const initialSize = 1 << 16

export class ReceiveBuffer {
  #buffer = Buffer.allocUnsafe(initialSize)
  #start = 0
  #end = 0

  /** Lets `fill` write `count` bytes at an offset of the buffer. */
  append(count: number, fill: (buffer: Buffer, offset: number) => void): void {
    if (this.#end + count > this.#buffer.length) this.#makeRoom(count)
    fill(this.#buffer, this.#end)
    this.#end += count
  }

  appendBytes(bytes: Uint8Array): void {
    this.append(bytes.length, (buffer, offset) => buffer.set(bytes, offset))
  }

  /** Feeds an exchange with what is there. */
  drainInto(exchange: Exchange): void {
    this.#start = exchange.consume(this.#buffer, this.#start, this.#end)
    if (this.#start === this.#end) this.#start = this.#end = 0
  }

  get isEmpty(): boolean {
    return this.#start === this.#end
  }

  #makeRoom(count: number): void {
    const live = this.#end - this.#start
    const fits = live + count <= this.#buffer.length
    const size = fits ? this.#buffer.length : Math.max(this.#buffer.length * 2, live + count)
    const target = fits ? this.#buffer : Buffer.allocUnsafe(size)
    this.#buffer.copy(target, 0, this.#start, this.#end)
    this.#buffer = target
    this.#start = 0
    this.#end = live
  }
}
