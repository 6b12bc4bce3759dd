/** Certificates for tests of TLS, made with the machine's openssl at run time: nothing that expires lies in the repository. */
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Why certificates cannot be made here, or null. */
export const noOpenssl: string | null =
  spawnSync('openssl', ['version']).status === 0 ? null : 'openssl is not installed'

export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** An authority of our own that signs for servers and for clients. */
export class TestAuthority {
  readonly cert: string
  readonly #key: string

  constructor(
    private readonly folder: string,
    name = 'ca',
  ) {
    this.cert = join(folder, `${name}.crt`)
    this.#key = join(folder, `${name}.key`)
    this.#openssl('req', '-new', '-x509', '-days', '2', '-subj', `/CN=${name}`, [
      ...['-keyout', this.#key, '-out', this.cert],
      ...newKey,
    ])
  }

  /** A certificate for a host or a user, and its private key. */
  sign(name: string, file = name): KeyPair {
    const pair = { cert: join(this.folder, `${file}.crt`), key: join(this.folder, `${file}.key`) }
    const request = join(this.folder, `${file}.csr`)
    const names = join(this.folder, `${file}.cnf`)
    writeFileSync(names, `subjectAltName=DNS:${name}\n`)
    this.#openssl('req', '-new', '-subj', `/CN=${name}`, [
      ...['-keyout', pair.key, '-out', request],
      ...newKey,
    ])
    this.#openssl('x509', '-req', '-days', '2', '-in', request, [
      ...['-CA', this.cert, '-CAkey', this.#key, '-CAcreateserial'],
      ...['-extfile', names, '-out', pair.cert],
    ])
    return pair
  }

  #openssl(...parts: (string | readonly string[])[]): void {
    execFileSync('openssl', parts.flat(), { stdio: 'ignore' })
  }
}

const newKey = ['-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] as const
