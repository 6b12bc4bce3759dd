/**
 * Reads what has been typed in vi's normal mode: count, operator, motion. Pure; asked again after every key, it says
 * whether the keys are a command, could become one, or are none.
 */
export type Operator = 'd' | 'c' | 'y' | '<' | '>'

export type ViCommand =
  | { readonly kind: 'move'; readonly motion: string; readonly argument: string }
  | {
      readonly kind: 'operate'
      readonly operator: Operator
      /** A motion, a text object, or the operator itself for whole lines. */
      readonly target: string
      readonly argument: string
    }
  | { readonly kind: 'simple'; readonly name: string; readonly argument: string }

export type Parsed =
  | 'more'
  | 'unknown'
  | { readonly command: ViCommand; readonly count: number; readonly counted: boolean }

const GRAMMAR =
  /^(?<count>[1-9]\d*)?(?:(?<operator>[dcy<>])(?<again>[1-9]\d*)?(?<target>gg|[fFtT][^]|[ia][^]|[hljkwWbBeE0^$G% ;,]|[dcy<>])|(?<motion>gg|[fFtT][^]|[hljkwWbBeE0^$G% ;,])|(?<simple>r[^]|[xXpPuiIaAoODCYSsJ~.]))$/u

const BEGINNING = /^(?:[1-9]\d*)?(?:[fFtTrg]|[dcy<>](?:[1-9]\d*)?[fFtTgia]?)?$/

export function parseVi(keys: string): Parsed {
  const groups = GRAMMAR.exec(keys)?.groups
  if (!groups) return BEGINNING.test(keys) ? 'more' : 'unknown'
  const command = commandOf(groups)
  if (!command) return 'unknown'
  const counts = [groups['count'], groups['again']].filter((text) => text !== undefined)
  const count = counts.reduce((product, text) => product * Number(text), 1)
  return { command, count: Math.min(count, 9999), counted: counts.length > 0 }
}

function commandOf({ operator, target = '', motion, simple }: Groups): ViCommand | null {
  if (operator !== undefined) {
    const isLines = /^[dcy<>]$/.test(target)
    if (isLines && target !== operator) return null
    return { kind: 'operate', operator: operator as Operator, ...withArgument(target) }
  }
  if (motion !== undefined) {
    const { target: name, argument } = withArgument(motion)
    return { kind: 'move', motion: name, argument }
  }
  const text = simple ?? ''
  return { kind: 'simple', name: text.charAt(0), argument: text.slice(1) }
}

type Groups = Readonly<Record<string, string | undefined>>

function withArgument(text: string): { readonly target: string; readonly argument: string } {
  return /^[fFtT]/.test(text)
    ? { target: text.charAt(0), argument: text.slice(1) }
    : { target: text, argument: '' }
}
