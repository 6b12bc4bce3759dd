/** What a connection wants of TLS, in libpq's words; `tls.ts` makes Node's options of it. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError } from '../../../errors.js'
import { choice } from './option-values.js'
import type { ConnectOptions } from './options.js'

export const sslModes = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
] as const

export type SslMode = (typeof sslModes)[number]

const protocols = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

type Protocol = (typeof protocols)[number]

export interface TlsPlan {
  readonly mode: SslMode
  /** A file, `system` for the machine's own authorities, or the default file, which need not exist. */
  readonly rootCert: string
  readonly cert: TlsFile
  readonly key: TlsFile
  readonly keyPassword: string | null
  readonly crl: TlsFile
  readonly minVersion: Protocol
  readonly maxVersion: Protocol
  /** TLS from the first byte, without asking the server for it. */
  readonly direct: boolean
}

export interface TlsFile {
  readonly path: string
  /** Somebody named it, so it has to be there. */
  readonly isGiven: boolean
}

/** @throws ArgumentError for an unknown mode or version, and for modes that do not go with an option */
export function planTls(options: ConnectOptions): TlsPlan {
  const rootCert = options['sslrootcert']
  const mode = sslMode(options, rootCert === 'system')
  const direct = choice(options, 'sslnegotiation', ['postgres', 'direct'], 'postgres') === 'direct'
  if (direct && weak.includes(mode))
    throw new ArgumentError(
      `weak sslmode "${mode}" may not be used with sslnegotiation=direct (use "require", "verify-ca", or "verify-full")`,
    )
  const password = options['sslpassword']
  return {
    mode,
    rootCert: String(rootCert ?? inHome('root.crt')),
    cert: file(options, 'sslcert', 'postgresql.crt'),
    key: file(options, 'sslkey', 'postgresql.key'),
    keyPassword: password === undefined ? null : String(password),
    crl: file(options, 'sslcrl', 'root.crl'),
    minVersion: choice(options, 'ssl_min_protocol_version', protocols, 'TLSv1.2'),
    maxVersion: choice(options, 'ssl_max_protocol_version', protocols, 'TLSv1.3'),
    direct,
  }
}

const weak: readonly SslMode[] = ['disable', 'allow', 'prefer']

/** The machine's authorities sign for anybody: there only the host's name in the certificate tells servers apart. */
function sslMode(options: ConnectOptions, withSystemRoots: boolean): SslMode {
  const mode = choice(options, 'sslmode', sslModes, withSystemRoots ? 'verify-full' : 'prefer')
  if (!withSystemRoots || mode === 'verify-full') return mode
  throw new ArgumentError(
    `weak sslmode "${mode}" may not be used with sslrootcert=system (use "verify-full")`,
  )
}

function file(options: ConnectOptions, name: string, byDefault: string): TlsFile {
  const given = options[name]
  return given === undefined || given === ''
    ? { path: inHome(byDefault), isGiven: false }
    : { path: String(given), isGiven: true }
}

function inHome(name: string): string {
  return join(homedir(), '.postgresql', name)
}
