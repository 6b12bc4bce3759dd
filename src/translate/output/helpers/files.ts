/** Helpers for files and for texts that are written like one. */
export const FILES: Readonly<Record<string, string>> = {
  StringIO: `class StringIO {
  #text = ''
  #place = 0
  write(text: string): number {
    this.#text = this.#text.slice(0, this.#place) + text + this.#text.slice(this.#place + text.length)
    this.#place += text.length
    return text.length
  }
  read(): string {
    const rest = this.#text.slice(this.#place)
    this.#place = this.#text.length
    return rest
  }
  getvalue(): string {
    return this.#text
  }
  seek(place: number): void {
    this.#place = place
  }
  truncate(): void {
    this.#text = this.#text.slice(0, this.#place)
  }
}`,
  writeText: `function writeText(path: string, text: string): number {
  writeFileSync(path, text)
  return text.length
}`,
  walkFolder: `function walkFolder(folder: string): [string, string[], string[]][] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const folders = entries.filter((each) => each.isDirectory()).map((each) => each.name)
  const files = entries.filter((each) => each.isFile()).map((each) => each.name)
  return [[folder, folders, files], ...folders.flatMap((each) => walkFolder(joinPath(folder, each)))]
}`,
  formatText: `function formatText(template: string, values: any[], named: Record<string, any> = {}): string {
  let next = 0
  return template.replace(/\\{\\{|\\}\\}|\\{(\\w*)(!r)?\\}/g, (all, key, isRepr) => {
    if (key === undefined) return all.charAt(0)
    const value = key === '' ? values[next++] : key in named ? named[key] : values[Number(key)]
    return isRepr ? repr(value) : String(value)
  })
}`,
}
