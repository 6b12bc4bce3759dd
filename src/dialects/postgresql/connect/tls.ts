/**
 * Node's TLS options from a plan, with libpq's meaning: a certificate is looked at when there is a root to judge it
 * by, the host's name only with `verify-full`. Reads the files in the thread that connects.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import * as tls from 'node:tls'
import type { TlsFile, TlsPlan } from './tls-plan.js'

/** Raised before anything is sent: a file is missing or unsafe, a server is not the one that was meant. */
export class TlsProblem extends Error {
  override readonly name = 'TlsProblem'
}

/** @throws TlsProblem naming the file */
export function tlsOptions(plan: TlsPlan, host: string): tls.ConnectionOptions {
  return {
    minVersion: plan.minVersion,
    maxVersion: plan.maxVersion,
    ...authority(plan),
    ...clientCertificate(plan),
    ...revocations(plan.crl),
    checkServerIdentity: (_name, certificate) =>
      plan.mode === 'verify-full' ? checkName(host, certificate) : undefined,
  }
}

function authority({ rootCert, mode }: TlsPlan): tls.ConnectionOptions {
  if (rootCert === 'system') return { rejectUnauthorized: true, ...systemAuthorities() }
  if (existsSync(rootCert)) return { rejectUnauthorized: true, ca: readFileSync(rootCert) }
  if (!mode.startsWith('verify')) return { rejectUnauthorized: false }
  throw new TlsProblem(
    `root certificate file "${rootCert}" does not exist\n` +
      "Either provide the file, use the system's trusted roots with sslrootcert=system, " +
      'or change sslmode to disable server certificate verification.',
  )
}

/** Node carries a list of its own; newer ones can read the machine's, too. */
function systemAuthorities(): tls.ConnectionOptions {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] }
  const found = getCACertificates?.('system') ?? []
  return found.length === 0 ? {} : { ca: [...found, ...tls.rootCertificates] }
}

function clientCertificate({ cert, key, keyPassword }: TlsPlan): tls.ConnectionOptions {
  if (!existsSync(cert.path)) {
    if (!cert.isGiven) return {}
    throw new TlsProblem(`could not open certificate file "${cert.path}": No such file`)
  }
  if (!existsSync(key.path))
    throw new TlsProblem(`certificate present, but not private key file "${key.path}"`)
  checkAccess(key.path)
  const options = {
    cert: readFileSync(cert.path),
    key: readFileSync(key.path),
    ...(keyPassword === null ? {} : { passphrase: keyPassword }),
  }
  try {
    tls.createSecureContext(options)
  } catch (error) {
    const reason = (error as { reason?: string }).reason ?? (error as Error).message
    throw new TlsProblem(`could not load private key file "${key.path}": ${reason}`)
  }
  return options
}

function checkAccess(path: string): void {
  if (process.platform === 'win32') return
  const { mode, uid } = statSync(path)
  if ((mode & (uid === 0 ? 0o037 : 0o077)) === 0) return
  throw new TlsProblem(
    `private key file "${path}" has group or world access; file must have permissions u=rw (0600) or less ` +
      'if owned by the current user, or permissions u=rw,g=r (0640) or less if owned by root',
  )
}

function revocations(crl: TlsFile): tls.ConnectionOptions {
  if (existsSync(crl.path)) return { crl: readFileSync(crl.path) }
  if (!crl.isGiven) return {}
  throw new TlsProblem(
    `could not open certificate revocation list file "${crl.path}": No such file`,
  )
}

function checkName(host: string, certificate: tls.PeerCertificate): Error | undefined {
  if (tls.checkServerIdentity(host, certificate) === undefined) return undefined
  const alternative = /(?:DNS|IP Address):([^,]+)/.exec(certificate.subjectaltname ?? '')?.[1]
  const name = alternative ?? [certificate.subject.CN].flat()[0] ?? ''
  return new TlsProblem(`server certificate for "${name}" does not match host name "${host}"`)
}
