/** What a shell says when it opens: where it is, what is in scope, which models could not be loaded. */
import type { Output } from '../../shell/format/output.js'
import type { KernelStatus } from '../../shell/protocol.js'

export interface BannerFacts {
  readonly status: Pick<KernelStatus, 'database' | 'marks'>
  /** Where the models come from. */
  readonly source: string
  readonly models: readonly string[]
  readonly problems: readonly string[]
}

/** Models named when the shell opens; the others are in scope all the same. */
const NAMED_MODELS = 20

export function banner({ status, source, models, problems }: BannerFacts): readonly Output[] {
  const place = [status.database, ...(status.marks ?? []), source, '.help lists the commands']
  return [
    { kind: 'text', text: place.join(' · '), tone: 'muted' },
    { kind: 'text', text: inScope(models), tone: 'muted' },
    ...problems.map(warning),
  ]
}

export function warning(text: string): Output {
  return { kind: 'text', text, tone: 'warning' }
}

function inScope(models: readonly string[]): string {
  const more = models.length > NAMED_MODELS ? [`… (${models.length} models)`] : []
  const names = ['session', 'engine', ...models.slice(0, NAMED_MODELS), ...more]
  return `In scope: select() and the rest of orm-shell, ${names.join(', ')}`
}
