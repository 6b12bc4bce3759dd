/**
 * The conversation with the kernel: what is asked, what comes back, how a running input is interrupted, what happens
 * when the kernel dies. Changes the store and writes the transcript; knows nothing of keys.
 */
import type { FromKernel, InputState, KernelStatus } from '../shell/protocol.js'
import type { Output } from '../shell/format/output.js'
import type { KernelExit, KernelLink } from './kernel-link.js'
import { showCompletions } from './modes/menu.js'
import { type Browse, pageRequest, showPage } from './modes/panel.js'
import { openPager, wantsPager } from './modes/pager.js'
import { fillView, VIEWS } from './modes/view.js'
import { pagerText } from './panels/pager-rows.js'
import {
  EDIT_MODE,
  type KernelPhase,
  type RunningInput,
  type TuiState,
  withHint,
  withStatus,
} from './state.js'
import type { Store } from './store.js'
import type { Transcript } from './transcript.js'

export interface KernelSessionParts {
  readonly link: KernelLink
  readonly store: Store<TuiState>
  readonly transcript: Transcript
  /** Whether the user's editor can be run here. */
  readonly hasEditor: boolean
  /** The kernel is idle again: held keys may go on; a command may ask for something about the next input. */
  readonly onIdle: (followUp: FollowUp) => void
  /** The shell ends with this exit code. */
  readonly onLeave: (code: number) => void
}

/** What a command asks for: code that becomes the next input, or a text to be changed in the user's editor first. */
export interface FollowUp {
  readonly next?: string
  readonly edit?: string
}

type Message<T extends FromKernel['type']> = Extract<FromKernel, { readonly type: T }>

interface PendingCheck {
  readonly id: number
  readonly sentAt: number
  readonly answer: (input: InputState) => void
}

const TICK_MS = 100
/** After this long an interrupted input may need another kernel: one begins to wait. */
const PREPARE_AFTER_MS = 150
/** After this long it is said that the kernel can be replaced, and the next Ctrl-C does it. */
const STUCK_AFTER_MS = 500
const LEAVE_TIMEOUT_MS = 3000
const LOST = 'variables and the open transaction are lost'

export class KernelSession {
  readonly #parts: KernelSessionParts
  #nextId = 1
  #check: PendingCheck | null = null
  #silent = false
  #completionId = 0
  #ticker: NodeJS.Timeout | undefined
  #leaving: NodeJS.Timeout | undefined
  #greeted = false
  #spoke = false
  /** What the last input has printed. */
  #printed: { readonly blocks: Output[]; lines: number } = { blocks: [], lines: 0 }

  constructor(parts: KernelSessionParts) {
    this.#parts = parts
    parts.link.onMessage((message) => this.#receive(message))
    parts.link.onExit((exit) => this.#died(exit))
  }

  start(): void {
    this.#parts.link.restart()
  }

  /** Ends the conversation; what still runs is stopped, so that the kernel can roll back and close. */
  dispose(): void {
    if (this.#state.running) this.#parts.link.interrupt()
    clearInterval(this.#ticker)
    clearTimeout(this.#leaving)
  }

  /** Asks whether an input is complete; until the answer keys are held. */
  check(code: string, answer: (input: InputState) => void): void {
    const sentAt = performance.now()
    this.#check = { id: this.#nextId++, sentAt, answer }
    this.#update((state) => ({ ...state, phase: 'checking', checkingSince: sentAt, now: sentAt }))
    this.#startClock()
    this.#parts.link.send({ type: 'check', id: this.#check.id, code })
  }

  run(code: string, pasted: boolean): void {
    const id = this.#nextId++
    const startedAt = performance.now()
    const running = { id, startedAt, interruptedAt: null }
    this.#spoke = false
    this.#printed = { blocks: [], lines: 0 }
    this.#update((state) => ({ ...state, phase: 'running', running, now: startedAt }))
    this.#startClock()
    const { columns } = this.#state
    const { link, hasEditor } = this.#parts
    link.send({ type: 'run', id, code, pasted, columns, hasEditor })
  }

  complete(code: string, cursor: number): void {
    this.#completionId = this.#nextId++
    this.#parts.link.send({ type: 'complete', id: this.#completionId, code, cursor })
  }

  /** Asks for what the open view shows. */
  fillView(): void {
    const { view, phase, columns } = this.#state
    if (!view || phase === 'starting') return
    if (view.browse) this.browse(view.browse)
    else
      this.#parts.link.send({
        type: 'view',
        key: view.key,
        commands: VIEWS[view.key],
        columns: columns - 1,
      })
  }

  /** Asks for the page a panel wants, after taking back what was done to a row. */
  browse(browse: Browse, revert?: string): void {
    this.#parts.link.send({ type: 'browse', ...pageRequest(browse, revert) })
  }

  /**
   * Interrupts what runs; once that has failed for a while, replaces the kernel.
   *
   * @returns whether there was anything to interrupt
   */
  interrupt(): boolean {
    const { running } = this.#state
    if (!running) return this.#check ? this.#abandonCheck(this.#check) : this.#replaceSilent()
    if (this.#stuck()) this.#replace()
    else this.#interruptRun(running)
    return true
  }

  /** Asks the kernel to end; it may ask back. Asked again while it does not answer, it is killed. */
  leave(force: boolean): void {
    if (this.#state.phase === 'starting' || this.#state.phase === 'leaving') {
      return this.#parts.onLeave(0)
    }
    this.#setPhase('leaving')
    this.#parts.link.send({ type: 'exit', force })
    this.#leaving = setTimeout(() => this.#parts.onLeave(0), LEAVE_TIMEOUT_MS)
  }

  #startClock(): void {
    clearInterval(this.#ticker)
    this.#ticker = setInterval(() => this.#tick(), TICK_MS)
  }

  get #state(): TuiState {
    return this.#parts.store.get()
  }

  #update(change: (state: TuiState) => TuiState): void {
    this.#parts.store.update(change)
  }

  #setPhase(phase: KernelPhase): void {
    this.#update((state) => ({ ...state, phase }))
  }

  readonly #handlers: { readonly [T in FromKernel['type']]: (message: Message<T>) => void } = {
    ready: ({ banner, status }) => this.#ready(banner, status),
    failed: ({ error, exitCode }) => {
      this.#parts.transcript.block(error)
      this.#parts.onLeave(exitCode)
    },
    output: ({ block }) => {
      this.#spoke = true
      this.#printed.lines += this.#parts.transcript.block(block)
      this.#printed.blocks.push(block)
      if (!this.#state.running) this.#parts.transcript.endInput()
    },
    stream: ({ stream, text }) => {
      this.#parts.transcript.stream(stream, text)
      const { tail } = this.#parts.transcript
      this.#update((state) => (state.tail === tail ? state : { ...state, tail }))
    },
    done: (message) => this.#done(message),
    completions: ({ id, completions }) => {
      if (id !== this.#completionId) return
      this.#update((state) => showCompletions(state, completions))
    },
    viewed: ({ key, blocks }) => this.#update((state) => fillView(state, key, blocks)),
    browsed: ({ key, page }) => this.#update((state) => showPage(state, key, page)),
    checked: ({ id, input }) => this.#checked(id, input),
    status: ({ status }) => this.#update((state) => withStatus(state, status)),
    confirmExit: ({ reason }) => {
      clearTimeout(this.#leaving)
      this.#update((state) => ({ ...state, mode: { kind: 'confirm', reason } }))
      if (this.#state.phase === 'leaving') this.#setPhase('ready')
    },
    exiting: ({ code }) => this.#parts.onLeave(code),
  }

  #receive<T extends FromKernel['type']>(message: Message<T>): void {
    if (this.#silent) this.#parts.link.release()
    this.#silent = false
    const handle = this.#handlers[message.type] as (message: Message<T>) => void
    handle(message)
  }

  #ready(banner: Message<'ready'>['banner'], status: KernelStatus): void {
    if (!this.#greeted) {
      for (const block of banner) this.#parts.transcript.block(block)
      this.#parts.transcript.endInput()
    }
    this.#greeted = true
    this.#update((state) => withStatus(state, status))
    this.#idle()
  }

  #checked(id: number, input: InputState): void {
    const check = this.#check
    if (!check || check.id !== id) return
    this.#check = null
    clearInterval(this.#ticker)
    this.#setPhase('ready')
    check.answer(input)
    if (this.#state.phase === 'ready') this.#parts.onIdle({})
  }

  #interruptRun(running: RunningInput): void {
    const interruptedAt = running.interruptedAt ?? performance.now()
    this.#update((state) => ({ ...state, running: { ...running, interruptedAt } }))
    this.#parts.link.interrupt()
    this.#parts.link.send({ type: 'cancel' })
  }

  /** Something else than an input keeps the kernel from answering, a timer of the user's for instance. */
  #abandonCheck(check: PendingCheck): true {
    this.#check = null
    clearInterval(this.#ticker)
    this.#setPhase('ready')
    if (performance.now() - check.sentAt < STUCK_AFTER_MS) return true
    this.#silent = true
    this.#parts.link.prepare()
    const text = `the kernel does not answer · Ctrl-C again replaces it: ${LOST}`
    this.#update((state) => withHint(state, text, 'warning'))
    return true
  }

  /** Only after it was announced, and while there was no sign of life since. */
  #replaceSilent(): boolean {
    if (!this.#silent) return false
    this.#startOver(`The kernel did not answer and was replaced: ${LOST}.`)
    return true
  }

  #done(message: Message<'done'>): void {
    const { running } = this.#state
    if (running?.id !== message.id) return
    if (message.interrupted && !this.#spoke) this.#parts.transcript.notice('interrupted', 'warning')
    this.#parts.transcript.endInput()
    this.#update((state) => withStatus(state, message.status))
    this.#idle(message)
    this.#pageIfHigh()
  }

  /** Opens what the last input printed in the pager. */
  pageOutput(): void {
    const { blocks } = this.#printed
    this.#update((state) =>
      blocks.length === 0
        ? withHint(state, 'nothing has been printed yet')
        : openPager(state, blocks, pagerText(blocks, state.columns)),
    )
  }

  /** Not over what the user is typing already. */
  #pageIfHigh(): void {
    const { status, rows, phase, editor, held, mode } = this.#state
    const isFree = phase === 'ready' && held === 0 && editor.document.text === ''
    const setting = status?.preferences?.pager ?? 'off'
    if (isFree && mode.kind === 'edit' && wantsPager(setting, this.#printed.lines, rows))
      this.pageOutput()
  }

  #idle(followUp: FollowUp = {}): void {
    clearInterval(this.#ticker)
    this.#parts.link.release()
    this.#update((state) => ({ ...state, phase: 'ready', running: null, tail: '', hint: null }))
    this.fillView()
    this.#parts.onIdle(followUp)
  }

  #tick(): void {
    this.#update((state) => ({ ...state, now: performance.now() }))
    if (this.#unansweredFor(PREPARE_AFTER_MS)) this.#parts.link.prepare()
    if (this.#stuck() && this.#state.hint === null) {
      const text = `still running · Ctrl-C again replaces the kernel: ${LOST}`
      this.#update((state) => withHint(state, text, 'warning'))
    }
  }

  #stuck(): boolean {
    return this.#unansweredFor(STUCK_AFTER_MS)
  }

  /** Whether what runs has been asked to stop this long ago. */
  #unansweredFor(milliseconds: number): boolean {
    const interruptedAt = this.#state.running?.interruptedAt ?? null
    return interruptedAt !== null && performance.now() - interruptedAt >= milliseconds
  }

  #replace(): void {
    this.#startOver(`The kernel did not stop and was replaced: ${LOST}.`)
  }

  #died(exit: KernelExit): void {
    const { phase } = this.#state
    if (phase === 'leaving') return this.#parts.onLeave(exit.code ?? 0)
    const how = exit.signal ? `killed by ${exit.signal}` : `exit code ${exit.code ?? 'unknown'}`
    if (phase === 'starting') {
      this.#parts.transcript.notice(`The kernel could not start (${how}).`, 'error')
      return this.#parts.onLeave(exit.code || 1)
    }
    this.#startOver(`The kernel died (${how}) and was replaced: ${LOST}.`)
  }

  #startOver(notice: string): void {
    clearInterval(this.#ticker)
    clearTimeout(this.#leaving)
    this.#check = null
    this.#silent = false
    this.#parts.transcript.endStreams()
    this.#parts.transcript.notice(notice, 'error')
    this.#parts.transcript.endInput()
    this.#update((state) => ({
      ...state,
      phase: 'starting',
      running: null,
      tail: '',
      hint: null,
      mode: EDIT_MODE,
    }))
    this.#parts.link.restart()
  }
}
