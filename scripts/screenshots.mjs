/**
 * Pictures of the real terminal for the documentation: types into the built shell in a pseudo-terminal, waits for what
 * the screen shows, and writes its cells as SVG. `npm run screenshots` writes all, with a name one of them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SCENES } from './screenshots/scenes.mjs'
import { svgOf } from './screenshots/svg.mjs'
import { openTerminal } from './screenshots/terminal.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'docs', 'screens')
const wanted = process.argv.slice(2)

mkdirSync(folder, { recursive: true })
for (const scene of SCENES) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue
  const home = mkdtempSync(join(tmpdir(), 'orm-shell-screens-'))
  const terminal = openTerminal({
    program: [process.execPath, join(root, 'bin', 'orm-shell.js')],
    columns: scene.columns ?? 100,
    rows: scene.rows,
    home,
    cwd: home,
  })
  try {
    await terminal.waitFor(/^In \[1\]:[^]*F1 keys/m)
    for (const { keys, until } of scene.steps) {
      if (keys !== undefined) terminal.write(keys)
      await terminal.waitFor(until)
    }
    writeFileSync(join(folder, `${scene.name}.svg`), svgOf(terminal, scene))
    console.log(`docs/screens/${scene.name}.svg`)
  } finally {
    terminal.kill()
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  }
}
