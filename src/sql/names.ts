/**
 * Names that exist only once a statement is compiled: `anon_1`, `name_1`, `param_1`. A label is a template in
 * which every marked token gets a number per body at compile time. Elements create them, the compiler resolves them.
 */

/** A name: what the user wrote, or a template the compiler completes. */
export type Name = string | AnonymousLabel

const OPEN = '\u0001'
const CLOSE = '\u0002'
const TOKEN = /\u0001(\d+(?:\.\d+)?) ([^\u0002]*)\u0002/g

/** A template such as `‹12 anon›_id`; equal templates denote the same name within a statement. */
export class AnonymousLabel {
  #template: string | null

  /** @param seed set, with the body, where the template is one token and nothing else, as most are */
  constructor(
    template: string | null,
    private readonly seed = '',
    private readonly body = '',
  ) {
    this.#template = template
  }

  get template(): string {
    return (this.#template ??= `${OPEN}${this.seed} ${this.body}${CLOSE}`)
  }

  /** This name with literal text around it, as in `anon_1_id`. */
  wrap(prefix: string, suffix: string): AnonymousLabel {
    return new AnonymousLabel(prefix + this.template + suffix)
  }

  /** Completes the template; `number` answers the finished token for a seed and its body. */
  resolve(number: (seed: string, body: string) => string): string {
    if (this.seed !== '') return number(this.seed, this.body)
    return this.template.replace(TOKEN, (_all, seed: string, body: string) => number(seed, body))
  }
}

/** An anonymous name seeded by an element's `uid`; `index` tells repeated columns of one statement apart. */
export function anonymousLabel(uid: number, body: Name, index = 0): AnonymousLabel {
  const seed = index === 0 ? String(uid) : `${uid}.${index}`
  if (typeof body !== 'string') return new AnonymousLabel(`${body.template}${OPEN}${seed} ${CLOSE}`)
  const safe = UNSAFE.test(body) ? body.replace(UNSAFE_RUNS, '_') : body
  return new AnonymousLabel(null, seed, safe)
}

/** Characters that no generated name has, whatever it is made from. */
const UNSAFE = /[%() $]/
const UNSAFE_RUNS = /[%() $]+/g

const ODD = /^_|[%() $]|_$/

/** The body of a bind name made from a column name: characters that cannot stand in a parameter are replaced. */
export function bindBody(key: string): string {
  if (!ODD.test(key)) return key
  return key.replace(UNSAFE_RUNS, '_').replace(/^_+|_+$/g, '')
}

/** The table-qualified form `users_id` of a name; either side may be anonymous. */
export function qualifiedName(qualifier: Name, name: Name): Name {
  if (typeof qualifier === 'string') {
    return typeof name === 'string' ? `${qualifier}_${name}` : name.wrap(`${qualifier}_`, '')
  }
  return typeof name === 'string'
    ? qualifier.wrap('', `_${name}`)
    : new AnonymousLabel(`${qualifier.template}_${name.template}`)
}

/** A key under which a name can be looked up; anonymous names have one of their own that no user can write. */
export function nameKey(name: Name): string {
  return typeof name === 'string' ? name : name.template
}
