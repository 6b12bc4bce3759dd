/** Says why a server could not be reached, in libpq's words. */
import type { Place } from './connect-plan.js'

interface SystemError extends Error {
  readonly code?: string
  readonly address?: string
}

/** What the system's codes mean, with what to look at first. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ENOTSOCK: 'Socket operation on non-socket',
  ECONNRESET: 'server closed the connection unexpectedly',
}

/** Who was asked: the beginning of each message. */
export function nameOf(place: Place, error: unknown): string {
  if (codeOf(error) === 'ENOTFOUND' || codeOf(error) === 'EAI_AGAIN')
    return `could not translate host name "${place.host}" to address`
  return `connection to ${describePlace(place, error)} failed`
}

/** What happened. */
export function describeProblem(error: unknown): string {
  const { code, message } = first(error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Name or service not known'
  if (/does not support SSL/.test(message))
    return 'server does not support SSL, but SSL was required'
  if (/^Connection terminated unexpectedly/.test(message)) return reasons['ECONNRESET'] ?? message
  if (isCertificateProblem(code)) return `SSL error: certificate verify failed (${message})`
  if (code?.startsWith('ERR_SSL')) return `SSL error: ${reasonOf(error) ?? message}`
  return `${reasons[code ?? ''] ?? message}${advice(code)}`
}

function describePlace({ host, hostAddress, port }: Place, error: unknown): string {
  if (host.startsWith('/')) return `server on socket "${host}/.s.PGSQL.${port}"`
  const address = hostAddress ?? first(error).address ?? host
  return `server at "${host}"${address === host ? '' : ` (${address})`}, port ${port}`
}

function advice(code: string | undefined): string {
  if (code === 'ENOENT')
    return '\n\tIs the server running locally and accepting connections on that socket?'
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH')
    return '\n\tIs the server running on that host and accepting TCP/IP connections?'
  return ''
}

/** Codes of OpenSSL's verification, as Node hands them on. */
function isCertificateProblem(code: string | undefined): boolean {
  return /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|INVALID_CA|INVALID_PURPOSE)/.test(
    code ?? '',
  )
}

function reasonOf(error: unknown): string | undefined {
  return (first(error) as { readonly reason?: string }).reason
}

function codeOf(error: unknown): string | undefined {
  return first(error).code
}

/** Of the errors of several addresses the last one counts. */
function first(error: unknown): SystemError {
  if (error instanceof AggregateError) return first(error.errors.at(-1))
  if (error instanceof Error) return error
  return new Error(String(error))
}
