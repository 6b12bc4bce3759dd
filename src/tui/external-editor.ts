/**
 * Runs the user's editor on a text. The caller has handed the terminal over before and takes it back afterwards.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The edited text, or `null` when no editor could be run. */
export function editText(text: string, env: NodeJS.ProcessEnv): string | null {
  const editor = env['VISUAL'] || env['EDITOR'] || 'vi'
  const folder = mkdtempSync(join(tmpdir(), 'orm-shell-'))
  const file = join(folder, 'input.ts')
  try {
    writeFileSync(file, text, { mode: 0o600 })
    const { status } = spawnSync(`${editor} "${file}"`, { shell: true, stdio: 'inherit' })
    return status === 0 ? readFileSync(file, 'utf8') : null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
