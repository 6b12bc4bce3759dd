/**
 * The shared memory between the thread that runs statements and the I/O thread: a ring of received bytes and a few
 * words of state. One thread writes, the other reads; both sides of it are here, and nothing else.
 */

const capacity = 1 << 20

/** Positions in the control words. `head` and `tail` count bytes modulo 2^32. */
const word = { head: 0, tail: 1, state: 2, signal: 3, heartbeat: 4, words: 8 } as const

/** What the I/O thread says about the connection. */
export const connectionState = { connecting: 0, open: 1, failed: 2, closed: 3 } as const

export type ConnectionState = (typeof connectionState)[keyof typeof connectionState]

/** What is handed to the other thread. */
export interface RingBuffers {
  readonly control: SharedArrayBuffer
  readonly data: SharedArrayBuffer
}

export function allocateRing(): RingBuffers {
  return {
    control: new SharedArrayBuffer(word.words * Int32Array.BYTES_PER_ELEMENT),
    data: new SharedArrayBuffer(capacity),
  }
}

abstract class RingEnd {
  protected readonly control: Int32Array
  protected readonly data: Uint8Array

  constructor(buffers: RingBuffers) {
    this.control = new Int32Array(buffers.control)
    this.data = new Uint8Array(buffers.data)
  }

  get state(): ConnectionState {
    return Atomics.load(this.control, word.state) as ConnectionState
  }

  /** Bytes in the ring; the counters may have wrapped around. */
  protected get used(): number {
    return (Atomics.load(this.control, word.head) - Atomics.load(this.control, word.tail)) >>> 0
  }
}

/** The I/O thread's end. */
export class RingWriter extends RingEnd {
  /** Copies as much as fits; answers how many bytes that were. */
  write(bytes: Uint8Array): number {
    const count = Math.min(capacity - this.used, bytes.length)
    if (count === 0) return 0
    const head = Atomics.load(this.control, word.head)
    const at = (head >>> 0) % capacity
    const first = Math.min(count, capacity - at)
    this.data.set(bytes.subarray(0, first), at)
    if (count > first) this.data.set(bytes.subarray(first, count), 0)
    Atomics.add(this.control, word.head, count)
    this.#wake()
    return count
  }

  setState(state: ConnectionState): void {
    Atomics.store(this.control, word.state, state)
    this.#wake()
  }

  beat(): void {
    Atomics.add(this.control, word.heartbeat, 1)
    this.#wake()
  }

  #wake(): void {
    Atomics.add(this.control, word.signal, 1)
    Atomics.notify(this.control, word.signal)
  }
}

/** The end of the thread that runs statements; it may block. */
export class RingReader extends RingEnd {
  #seen = 0

  /** The signal as it is now; read it before looking for what is waited for. */
  mark(): void {
    this.#seen = Atomics.load(this.control, word.signal)
  }

  /** Blocks until something happened since `mark()`; false when nothing did in time. */
  wait(milliseconds: number): boolean {
    return Atomics.wait(this.control, word.signal, this.#seen, milliseconds) !== 'timed-out'
  }

  get available(): number {
    return this.used
  }

  get heartbeat(): number {
    return Atomics.load(this.control, word.heartbeat)
  }

  /** Moves all waiting bytes to `target`, which must be long enough; answers whether the ring had run half full. */
  read(target: Uint8Array, offset: number, count: number): boolean {
    const at = (Atomics.load(this.control, word.tail) >>> 0) % capacity
    const first = Math.min(count, capacity - at)
    target.set(this.data.subarray(at, at + first), offset)
    if (count > first) target.set(this.data.subarray(0, count - first), offset + first)
    Atomics.add(this.control, word.tail, count)
    return count >= capacity / 2
  }
}
