/** Honest small collaborators for a kernel without an ORM. */
import { inspect } from 'node:util'
import type { KernelHost, KernelParts } from '../../../src/shell/kernel/contracts.js'

export interface PlainParts extends KernelParts {
  readonly inputs: readonly number[]
  host(): KernelHost
}

export function plainParts(bindings: Readonly<Record<string, unknown>> = {}): PlainParts {
  const inputs: number[] = []
  let host: KernelHost | undefined
  return {
    bindings,
    inputs,
    catalog: { classes: () => [] },
    commands: {
      names: ['.help', '.run', '.spin', '.broken', '.exit'],
      run: async (line) => {
        if (line === '.broken') throw new TypeError('command bug')
        if (line === '.spin') for (;;);
        if (line === '.exit') host?.requestExit(0)
        if (line.startsWith('.run ')) await host?.evaluate(line.slice('.run '.length))
        return { ok: line !== '.unknown', output: [{ kind: 'text', text: `ran ${line}` }] }
      },
    },
    receipts: {
      beginInput: ({ number }) => void inputs.push(number),
      endInput: () => [{ kind: 'text', text: 'receipt', tone: 'muted' }],
    },
    importModule: (specifier) => import(/* @vite-ignore */ specifier),
    formatValue: (value, { columns }) => [
      { kind: 'value', text: inspect(value, { breakLength: columns }) },
    ],
    status: () => ({
      database: 'none',
      dialect: 'sqlite',
      transaction: 'none',
      pending: Number(Reflect.get(globalThis, 'pendingObjects') ?? 0),
      dirty: 0,
      deleted: 0,
      identityMap: 0,
    }),
    attached: (attached) => {
      host = attached
    },
    host: () => {
      if (!host) throw new Error('the kernel has not been attached')
      return host
    },
  }
}
