/**
 * Entry file of the kernel's process. Gets its settings as `kernel-launch.ts` writes them: as a command line, with
 * the URL in the environment.
 */
import { dirname, join } from 'node:path'
import { historyPath } from '../shell/kernel/history.js'
import { parseArguments } from './args.js'
import { composeShell } from './compose.js'
import { UsageError } from './errors.js'
import { runKernelProcess } from './kernel-process.js'

await runKernelProcess({
  compose: async () => {
    const invocation = parseArguments(process.argv.slice(2), process.env, '')
    if (invocation.kind !== 'interactive') throw new UsageError('a kernel runs no code by itself')
    const { config } = invocation
    const shell = await composeShell({
      config,
      colors: config.color ?? true,
      receipts: true,
      interruptible: true,
      settingsPath: join(dirname(historyPath()), 'settings.json'),
      onEcho: (line) => void process.stderr.write(`${line}\n`),
    })
    return shell.parts()
  },
})
