/** Where each name is declared, in the texts of declaration files. */

export interface Place {
  readonly text: string
  /** Where its line begins. */
  readonly index: number
}

export interface DeclarationIndex {
  /** By name, `select`, and for members by class, `Session.get`; overloads in their order. */
  readonly places: ReadonlyMap<string, readonly Place[]>
  /** The class that a class extends. */
  readonly parents: ReadonlyMap<string, string>
}

const HEADS =
  /^(?:export (?:declare )?(?:abstract )?(class|interface|function|const|type) ([\w$]+)(?:.*?\bextends (\w+))?| {4}(?:(?:static|get|readonly|abstract) )*([\w$]+)[?(<:]|\})/gm

export function indexOf(texts: readonly string[]): DeclarationIndex {
  const places = new Map<string, Place[]>()
  const parents = new Map<string, string>()
  const note = (name: string, place: Place) => {
    const before = places.get(name)
    if (before) before.push(place)
    else places.set(name, [place])
  }
  for (const text of texts) {
    let owner: string | null = null
    for (const { 1: kind, 2: name, 3: parent, 4: member, index } of text.matchAll(HEADS)) {
      if (name !== undefined) {
        note(name, { text, index })
        owner = kind === 'class' || kind === 'interface' ? name : null
        if (owner !== null && parent !== undefined) parents.set(owner, parent)
      } else if (member === undefined) owner = null
      else if (owner !== null) note(`${owner}.${member}`, { text, index })
    }
  }
  return { places, parents }
}
