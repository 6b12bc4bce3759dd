/** Starts the terminal UI on the fixture kernel and waits for its prompt. */
import { fileURLToPath } from 'node:url'
import { bundleProgram } from '../helpers/bundle-program.js'
import { type Screen, type ScreenOptions, renderScreen } from '../helpers/render-screen.js'

const KERNEL = fileURLToPath(new URL('../fixtures/kernel.mjs', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../fixtures/tui-program.ts', import.meta.url))

let bundled: Promise<string> | undefined

export interface TuiScreenOptions extends ScreenOptions {
  readonly history?: readonly string[]
  /** Runs the program as a job of an interactive shell, so that it can be suspended. */
  readonly underShell?: boolean
}

export async function startScreen(options: TuiScreenOptions = {}): Promise<Screen> {
  bundled ??= bundleProgram(PROGRAM)
  const program = await bundled
  const job = `"${process.execPath}" "${program}"`
  const screen = renderScreen(options.underShell ? '/bin/bash' : program, {
    ...options,
    ...(options.underShell ? { args: ['--norc', '-i'] } : {}),
    env: { KERNEL, HISTORY: JSON.stringify(options.history ?? []), NO_COLOR: '1', ...options.env },
  })
  if (options.underShell) screen.write(`${job}\r`)
  return screen
}

/** A screen whose kernel is ready for input. */
export async function readyScreen(options: TuiScreenOptions = {}): Promise<Screen> {
  const screen = await startScreen(options)
  return screen.waitFor(/In \[1\]:[\s\S]*sqlite :memory:/)
}
