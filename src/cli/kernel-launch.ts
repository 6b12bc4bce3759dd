/** How the kernel's process gets its settings: as one variable of its environment, which other users cannot read. */
import { UsageError } from './errors.js'
import type { ShellConfig } from './config.js'

const VARIABLE = 'ORM_SHELL_KERNEL'

/** The environment of a kernel with these settings. Not the command line: URLs hold passwords. */
export function kernelEnvironment(config: ShellConfig, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, [VARIABLE]: JSON.stringify(config, encode) }
}

/** Takes the settings out of the environment: what the user starts has no use for them. */
export function takeKernelConfig(env: NodeJS.ProcessEnv): ShellConfig {
  const text = env[VARIABLE]
  Reflect.deleteProperty(env, VARIABLE)
  if (text === undefined) throw new UsageError('the kernel is started by the shell alone')
  return JSON.parse(text, decode) as ShellConfig
}

interface EncodedPattern {
  readonly pattern: string
  readonly patternFlags: string
}

function encode(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? { pattern: value.source, patternFlags: value.flags } : value
}

function decode(_key: string, value: unknown): unknown {
  return isPattern(value) ? new RegExp(value.pattern, value.patternFlags) : value
}

function isPattern(value: unknown): value is EncodedPattern {
  return typeof value === 'object' && value !== null && 'patternFlags' in value
}
