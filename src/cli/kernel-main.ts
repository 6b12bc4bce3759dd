/**
 * Entry file of the kernel's process. Gets its settings as `kernel-launch.ts` hands them over.
 */
import { dirname, join } from 'node:path'
import { historyPath } from '../shell/kernel/history.js'
import { composeShell } from './compose.js'
import { takeKernelConfig } from './kernel-launch.js'
import { runKernelProcess } from './kernel-process.js'

await runKernelProcess({
  compose: async () => {
    const config = takeKernelConfig(process.env)
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
