/** Reads PostgreSQL's array text, `{1,NULL,"with \"quotes\"",{…}}`; used by the decoders in `values.ts`. */

/** The array in a text; NULL items are null, everything else goes through `item`. */
export function parseArray(text: string, item: (text: string) => unknown): unknown[] {
  return new ArrayReader(text, item).read()
}

class ArrayReader {
  #at: number

  constructor(
    private readonly text: string,
    private readonly item: (text: string) => unknown,
  ) {
    // Arrays that do not begin at 1 say so first: [0:2]={…}.
    this.#at = text.indexOf('{')
  }

  read(): unknown[] {
    const items: unknown[] = []
    this.#at += 1
    while (this.text[this.#at] !== '}' && this.#at < this.text.length) {
      items.push(this.#readItem())
      if (this.text[this.#at] === ',') this.#at += 1
    }
    this.#at += 1
    return items
  }

  #readItem(): unknown {
    const first = this.text[this.#at]
    if (first === '{') return this.read()
    return first === '"' ? this.item(this.#readQuoted()) : this.#readPlain()
  }

  #readQuoted(): string {
    let value = ''
    this.#at += 1
    while (this.text[this.#at] !== '"' && this.#at < this.text.length) {
      if (this.text[this.#at] === '\\') this.#at += 1
      value += this.text[this.#at]
      this.#at += 1
    }
    this.#at += 1
    return value
  }

  #readPlain(): unknown {
    const start = this.#at
    while (this.#at < this.text.length && !',}'.includes(this.text[this.#at] as string)) {
      this.#at += 1
    }
    const value = this.text.slice(start, this.#at)
    return value === 'NULL' ? null : this.item(value)
  }
}
