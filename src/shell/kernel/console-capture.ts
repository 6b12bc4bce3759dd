/**
 * Turns what user code writes to the standard streams into messages, batched, in order.
 * The streams are handed in by the process that owns them; this file only puts itself in their way.
 */
import type { ConsoleTap } from './contracts.js'

export type StreamName = 'stdout' | 'stderr'

/** The part of a writable stream that is taken over; `console` writes through it too. */
export interface CapturedStream {
  write(...parameters: never[]): boolean
}

export interface CaptureOptions {
  readonly streams: Readonly<Record<StreamName, CapturedStream>>
  emit(stream: StreamName, text: string): void
}

export interface ConsoleCapture extends ConsoleTap {
  /** Gives the streams back. */
  release(): void
}

const BATCH_CHARACTERS = 64 * 1024
const BATCH_MS = 15

export function captureConsole({ streams, emit }: CaptureOptions): ConsoleCapture {
  let pending: { readonly stream: StreamName; text: string } | null = null
  let timer: NodeJS.Timeout | null = null

  const flush = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    const batch = pending
    pending = null
    if (batch) emit(batch.stream, batch.text)
  }
  const write = (stream: StreamName, text: string): void => {
    if (pending && pending.stream !== stream) flush()
    if (pending) pending.text += text
    else pending = { stream, text }
    if (pending.text.length > BATCH_CHARACTERS) flush()
    else timer ??= setTimeout(flush, BATCH_MS)
  }
  const releases = [
    takeOver(streams.stdout, (text) => write('stdout', text)),
    takeOver(streams.stderr, (text) => write('stderr', text)),
  ]
  return { flush, release: () => releases.forEach((release) => release()) }
}

/** Streams accept text or bytes, an encoding or not, a callback or not. */
function takeOver(stream: CapturedStream, sink: (text: string) => void): () => void {
  const original = stream.write
  const decoder = new TextDecoder()
  const write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    sink(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    const callback = rest.at(-1)
    if (typeof callback === 'function') queueMicrotask(() => void callback())
    return true
  }
  stream.write = write
  return () => {
    stream.write = original
  }
}
