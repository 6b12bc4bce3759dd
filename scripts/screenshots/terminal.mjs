/** A program in a pseudo-terminal, seen through a terminal emulator: what it shows, cell by cell. */
import { spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'

const TIMEOUT_MS = 60_000

/** @param {{ program: readonly string[], columns: number, rows: number, home: string, cwd: string, env?: object }} options */
export function openTerminal({ program, columns, rows, home, cwd, env = {} }) {
  const screen = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 50_000,
    allowProposedApi: true,
    logLevel: 'off',
  })
  const [file, ...args] = program
  const surroundings = {
    ...process.env,
    TERM: 'xterm-256color',
    HOME: home,
    XDG_STATE_HOME: home,
    ...env,
  }
  for (const name of ['CI', 'NO_COLOR', 'NODE_ENV', 'DATABASE_URL']) delete surroundings[name]
  const child = spawn(file, args, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: surroundings,
  })
  const checks = new Set()
  const state = { exited: null, bytes: 0 }
  const check = () => {
    if (!screen.modes.synchronizedOutputMode) for (const each of [...checks]) each()
  }
  child.onData((data) => {
    state.bytes += data.length
    screen.write(data, check)
  })
  screen.onData((reply) => child.write(reply))
  child.onExit(({ exitCode, signal }) => {
    state.exited = { exitCode, signal }
    screen.write('', check)
  })

  const lines = (from) => {
    const buffer = screen.buffer.active
    const end = buffer.baseY + screen.rows
    return Array.from(
      { length: end - from },
      (_, index) => buffer.getLine(from + index)?.translateToString(true) ?? '',
    ).join('\n')
  }

  return {
    screen,
    pid: child.pid,
    state,
    write: (keys) => child.write(keys),
    resize: (width, height) => {
      child.resize(width, height)
      screen.resize(width, height)
    },
    /** What is visible, and everything since the start. */
    text: () => lines(screen.buffer.active.baseY),
    all: () => lines(0),
    kill: () => state.exited ?? child.kill('SIGKILL'),
    waitFor(what, timeout = TIMEOUT_MS) {
      return new Promise((resolve, reject) => {
        const holds = () =>
          typeof what === 'function' ? what() : what.test(lines(screen.buffer.active.baseY))
        const end = (settle) => {
          clearTimeout(timer)
          checks.delete(look)
          settle()
        }
        const look = () => {
          if (holds()) end(resolve)
          else if (state.exited)
            end(() => reject(new Error(`the program ended, waiting for ${what}`)))
        }
        const timer = setTimeout(
          () =>
            end(() =>
              reject(
                new Error(`timeout waiting for ${what}\n${lines(screen.buffer.active.baseY)}`),
              ),
            ),
          timeout,
        )
        checks.add(look)
        look()
      })
    },
  }
}
