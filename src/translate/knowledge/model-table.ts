/**
 * The models of a program by name. A name may be given to several classes one after the other, as the chapters of a
 * document do: at each place it means the class defined last above it, or the first one below.
 */
import type { ModelInfo } from './program.js'

interface Definition {
  readonly from: number
  readonly model: ModelInfo
}

export class ModelTable {
  readonly #definitions = new Map<string, Definition[]>()
  /** The offset in the program up to which it has been read. */
  position = 0

  /** Notes a model that is defined at an offset. */
  set(name: string, model: ModelInfo, from: number): void {
    this.#definitions.set(name, [...(this.#definitions.get(name) ?? []), { from, model }])
  }

  get(name: string): ModelInfo | undefined {
    const all = this.#definitions.get(name)
    return (all?.findLast(({ from }) => from <= this.position) ?? all?.[0])?.model
  }

  has(name: string): boolean {
    return this.#definitions.has(name)
  }

  /** All of them, those that names mean at this place before the others. */
  values(): readonly ModelInfo[] {
    const all = [...this.#definitions.values()].flat().map(({ model }) => model)
    const meant = [...this.#definitions.keys()].flatMap((name) => this.get(name) ?? [])
    return [...new Set([...meant, ...all])]
  }
}
