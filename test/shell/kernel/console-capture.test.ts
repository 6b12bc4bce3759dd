/** Captured streams: batches in order, bytes put together, streams given back. */
import { Console } from 'node:console'
import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { captureConsole } from '../../../src/shell/kernel/console-capture.js'

function capture() {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() }
  const emitted: string[] = []
  const tap = captureConsole({ streams, emit: (stream, text) => emitted.push(`${stream}:${text}`) })
  return { streams, emitted, tap, console: new Console(streams.stdout, streams.stderr) }
}

describe('captureConsole', () => {
  it('batches by stream and keeps the order between them', () => {
    const { emitted, tap, console } = capture()
    console.log('a')
    console.log({ b: 1 })
    console.error('c')
    console.log('d')
    tap.flush()
    expect(emitted).toEqual(['stdout:a\n{ b: 1 }\n', 'stderr:c\n', 'stdout:d\n'])
  })

  it('sends by itself after a moment, and at once when there is much', async () => {
    const { emitted, streams } = capture()
    streams.stdout.write('soon')
    expect(emitted).toEqual([])
    await pause(40)
    expect(emitted).toEqual(['stdout:soon'])
    streams.stdout.write('x'.repeat(70_000))
    expect(emitted).toHaveLength(2)
  })

  it('puts characters together that arrive in pieces, and calls back', async () => {
    const { emitted, streams, tap } = capture()
    const [first, ...rest] = Buffer.from('é')
    streams.stdout.write(Buffer.from([first!]))
    await new Promise<void>((resolve) => streams.stdout.write(Buffer.from(rest), () => resolve()))
    tap.flush()
    expect(emitted).toEqual(['stdout:é'])
  })

  it('gives the streams back', () => {
    const { emitted, streams, tap } = capture()
    tap.release()
    streams.stdout.write('direct')
    tap.flush()
    expect(emitted).toEqual([])
    expect(String(streams.stdout.read())).toBe('direct')
  })
})
