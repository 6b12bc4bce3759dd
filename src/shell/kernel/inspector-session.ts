/**
 * V8's own evaluator, through the inspector of this thread. The only file that speaks its protocol.
 * Values come back by reference, never serialised.
 */
import inspector from 'node:inspector'
import { InspectorError } from './errors.js'

type RemoteObject = inspector.Runtime.RemoteObject
type EvaluateAnswer = inspector.Runtime.EvaluateReturnType

export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'terminated' }

export interface PendingEvaluation {
  /** Whether the synchronous part was terminated from outside. */
  readonly terminated: boolean
  readonly outcome: Promise<Outcome>
}

const HOLD = Symbol.for('orm-shell.hold')
// Strict, or a primitive such as a symbol would arrive boxed.
const HOLD_THIS = `function () { 'use strict'; globalThis[Symbol.for('orm-shell.hold')](this) }`
const PEEK_TIMEOUT_MS = 100

export class InspectorSession {
  readonly #session = new inspector.Session()
  #held: unknown

  constructor() {
    this.#session.connect()
    const hold = (value: unknown) => {
      this.#held = value
    }
    Object.defineProperty(globalThis, HOLD, { value: hold, configurable: true, writable: true })
  }

  /** Runs a script in REPL mode: top-level await, redeclaration, completion value. */
  evaluate(expression: string): PendingEvaluation {
    let terminated = false
    let synchronous = true
    const outcome = new Promise<Outcome>((resolve) => {
      const options = { expression, replMode: true, awaitPromise: true }
      this.#session.post(
        'Runtime.evaluate',
        options,
        (error: Error | null, answer: EvaluateAnswer) => {
          terminated = error !== null && synchronous
          resolve(terminated ? { kind: 'terminated' } : this.#outcomeOf(error, answer))
        },
      )
    })
    synchronous = false
    return { terminated, outcome }
  }

  /** Evaluates only what has no side effect; null where V8 refuses or the code throws. */
  peek(expression: string): { readonly value: unknown } | null {
    let found: { readonly value: unknown } | null = null
    const options = { expression, throwOnSideEffect: true, timeout: PEEK_TIMEOUT_MS, silent: true }
    this.#session.post(
      'Runtime.evaluate',
      options,
      (error: Error | null, answer: EvaluateAnswer) => {
        if (!error && !answer.exceptionDetails) found = { value: this.#take(answer.result) }
      },
    )
    return found
  }

  /** Names of the `const`, `let` and `class` bindings made at the prompt. */
  lexicalNames(): readonly string[] {
    let names: readonly string[] = []
    this.#session.post('Runtime.globalLexicalScopeNames', {}, (error, answer) => {
      if (!error) names = answer.names
    })
    return names
  }

  /** Runs until a termination that is already under way has arrived. */
  absorbTermination(): void {
    const options = { expression: 'for (;;) {}', timeout: 1000 }
    this.#session.post('Runtime.evaluate', options, () => {})
  }

  close(): void {
    this.#session.disconnect()
  }

  #outcomeOf(error: Error | null, answer: EvaluateAnswer): Outcome {
    if (error) return { kind: 'threw', error: lostPromise(error) }
    const { exceptionDetails, result } = answer
    if (!exceptionDetails) return { kind: 'value', value: this.#take(result) }
    const { exception, text } = exceptionDetails
    return { kind: 'threw', error: exception ? this.#take(exception) : new InspectorError(text) }
  }

  #take(remote: RemoteObject): unknown {
    const { objectId, unserializableValue, value } = remote
    if (objectId === undefined) {
      return unserializableValue === undefined ? value : numberOf(unserializableValue)
    }
    const call = { objectId, functionDeclaration: HOLD_THIS, silent: true }
    this.#session.post('Runtime.callFunctionOn', call, () => {})
    this.#session.post('Runtime.releaseObject', { objectId })
    const held = this.#held
    this.#held = undefined
    return held
  }
}

function numberOf(text: string): number | bigint {
  return text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text)
}

function lostPromise(error: Error): InspectorError {
  return new InspectorError('the awaited promise was dropped by everything that could settle it', {
    cause: error,
  })
}
