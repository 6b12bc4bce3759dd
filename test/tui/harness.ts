/** Starts the terminal UI on the fixture kernel and waits for its prompt. */
import { fileURLToPath } from 'node:url'
import { bundleProgram } from '../helpers/bundle-program.js'
import { type Screen, type ScreenOptions, renderScreen } from '../helpers/render-screen.js'

const KERNEL = fileURLToPath(new URL('../fixtures/kernel.mjs', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../fixtures/tui-program.ts', import.meta.url))

let bundled: Promise<string> | undefined

export interface TuiScreenOptions extends ScreenOptions {
  readonly history?: readonly string[]
}

export async function startScreen(options: TuiScreenOptions = {}): Promise<Screen> {
  bundled ??= bundleProgram(PROGRAM)
  return renderScreen(await bundled, {
    ...options,
    env: { KERNEL, HISTORY: JSON.stringify(options.history ?? []), NO_COLOR: '1', ...options.env },
  })
}

/** A screen whose kernel is ready for input. */
export async function readyScreen(options: TuiScreenOptions = {}): Promise<Screen> {
  const screen = await startScreen(options)
  return screen.waitFor(/In \[1\]:[\s\S]*sqlite :memory:/)
}
