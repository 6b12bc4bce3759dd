/** How the kernel's process gets its settings: as the command line it could have been started with. */
import type { ShellConfig } from './config.js'

export interface KernelLaunch {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** The URL travels in the environment: other users of the machine can read arguments, and URLs hold passwords. */
export function kernelLaunch(config: ShellConfig, env: NodeJS.ProcessEnv): KernelLaunch {
  const args = [
    '--no-config',
    ...config.models.flatMap((path) => ['--models', path]),
    ...(config.echo === 'off' ? [] : [`--echo=${config.echo}`]),
    ...(config.quiet ? ['--quiet'] : []),
    ...(config.readOnly ? ['--read-only'] : []),
    ...(config.sandbox ? ['--sandbox'] : []),
    ...(config.writable ? ['--writable'] : []),
    ...(config.redact === '' ? [] : ['--redact', config.redact]),
    ...(config.environment === null ? [] : ['--env', config.environment]),
    ...(config.color === false ? ['--no-color'] : []),
  ]
  return { args, env: { ...env, DATABASE_URL: config.url ?? '' } }
}
