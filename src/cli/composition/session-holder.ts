/**
 * Holds the prompt's session: opens it, replaces it, puts it into a sandbox and takes it out. A sandbox is a
 * transaction around the session, so that its commits are savepoints.
 */
import type { Connection } from '../../engine/connection.js'
import type { Engine } from '../../engine/engine.js'
import type { ShellAccess } from '../../shell/commands/command.js'
import { captureSite } from '../../shell/kernel/stack.js'
import { Journal } from '../../shell/watch/journal.js'
import type { Session } from '../../orm/session/session.js'
import type { InputRecord } from '../../shell/watch/query-log.js'
import { WatchedSession } from '../../shell/watch/watched-session.js'
import { WriteGuard } from '../../shell/watch/write-guard.js'
import type { Access } from './access.js'
import { StatementRecovery } from './statement-recovery.js'

export interface HolderOptions {
  readonly engine: Engine
  readonly access: Access
  /** Told when there is another session. */
  changed(): void
  /** Told what became of a transaction that nobody used for a while. */
  idle(message: string): void
}

/** What a transaction on a server holds is in the way of others when nobody uses it for so long. */
export const IDLE_MINUTES = 15

export class SessionHolder implements ShellAccess {
  readonly guard: WriteGuard | null
  readonly journal = new Journal()
  readonly #options: HolderOptions
  readonly #recovery = new StatementRecovery()
  #around: Connection | null = null
  #session: WatchedSession
  #idle: NodeJS.Timeout | undefined

  constructor(options: HolderOptions) {
    const { engine, access } = options
    this.#options = options
    this.#session = new WatchedSession({ bind: engine }, captureSite)
    this.guard = access.isGuarded ? new WriteGuard(engine, engine.url.database ?? 'main') : null
  }

  get session(): WatchedSession {
    return this.#session
  }

  get environment(): string | null {
    return this.#options.access.environment
  }

  get readOnly(): boolean {
    return this.#options.access.readOnly
  }

  get sandbox(): boolean {
    return this.#around !== null
  }

  /** What the status line says of the place. */
  get state(): Access {
    return { ...this.#options.access, sandbox: this.sandbox }
  }

  /** A new session in the same place; the old one ends with its objects. */
  renew(): void {
    this.#session.close()
    this.#session = this.#open()
    this.journal.reset()
    this.#options.changed()
  }

  turnSandbox(on: boolean): void {
    this.#session.close()
    this.#around?.rollback()
    this.#around?.close()
    this.#around = on ? this.#options.engine.connect() : null
    this.#around?.begin()
    this.renew()
  }

  /** Call when an input begins, and when it has ended. */
  inputBegins(): void {
    clearTimeout(this.#idle)
    this.#recovery.begin(this.#session)
  }

  /** `session`: the one at the prompt. Answers whether a failed statement was taken back. */
  inputEnded(input: InputRecord, session: Session): boolean {
    this.journal.look(input.number, session)
    this.guard?.endInput(/^\.confirm\b/.test(input.code))
    this.#waitForNext()
    return this.#recovery.end(this.#session, input)
  }

  #waitForNext(): void {
    const isOpen = this.#around !== null || this.#session.inTransaction()
    if (!isOpen || this.#options.engine.url.host === null) return
    this.#idle = setTimeout(() => this.#timeOut(), IDLE_MINUTES * 60_000)
    this.#idle.unref()
  }

  close(): void {
    clearTimeout(this.#idle)
    this.#session.close()
    this.#around?.rollback()
    this.#around?.close()
    this.#options.engine.dispose()
  }

  /** What a sandbox has is lost in any case; a transaction may have work that somebody wants to keep. */
  #timeOut(): void {
    const since = `nobody used it for ${IDLE_MINUTES} minutes`
    if (!this.#around) {
      return this.#options.idle(
        `the transaction is still open, and ${since}: it holds what it has locked until .commit or .rollback`,
      )
    }
    this.turnSandbox(true)
    this.#options.idle(`sandbox rolled back: ${since}`)
  }

  #open(): WatchedSession {
    const { engine } = this.#options
    return this.#around
      ? new WatchedSession(
          { bind: this.#around, joinTransactionMode: 'create_savepoint' },
          captureSite,
        )
      : new WatchedSession({ bind: engine }, captureSite)
  }
}
