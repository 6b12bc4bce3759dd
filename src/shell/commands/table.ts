/** The commands as a kernel wants them: how they are typed and completed, how one is run, and their functions. */
import type { Commands } from '../kernel/contracts.js'
import { panelPage } from '../panels/index.js'
import type { PanelPage, PanelRequest } from '../protocol.js'
import { spellingsOf, type ShellContext } from './command.js'
import { dispatch, isCompleteLine } from './dispatch.js'
import { matches } from './help.js'
import { COMMANDS } from './index.js'
import { twins } from './twins.js'

/** What a command works on; `propose` and the other commands are added here. */
export type Surroundings = Omit<ShellContext, 'commands' | 'propose'>

export interface CommandTable {
  readonly commands: Commands
  /** The functions of `$`. */
  readonly functions: Readonly<Record<string, unknown>>
  /** What a panel of the terminal shows. */
  panel(request: PanelRequest): Promise<PanelPage>
}

/** What says where results go does not go there itself. */
function redirects(line: string): boolean {
  return /^(\.(once|output|help)|\\[go?])\b/.test(line)
}

/** @param surroundings asked for each run, with the width of the screen where it is known */
export function commandTable(surroundings: (columns?: number) => Surroundings): CommandTable {
  const context = (columns?: number, propose: (code: string) => void = () => undefined) => ({
    ...surroundings(columns),
    commands: COMMANDS,
    propose,
  })
  const commands: Commands = {
    names: COMMANDS.flatMap(spellingsOf).map(({ name }) => name),
    block: COMMANDS.filter(({ isComplete }) => isComplete).map(({ name }) => name),
    isComplete: (line) => isCompleteLine(line, COMMANDS),
    describe: (name) => COMMANDS.find((command) => matches(command, name))?.summary,
    completes: (name) => COMMANDS.find((command) => matches(command, name))?.completes,
    async run(line, { columns }) {
      let next: string | undefined
      const propose = (code: string) => void (next = code)
      const result = await dispatch(line, COMMANDS, context(columns, propose))
      const output = redirects(line)
        ? result.output
        : surroundings().outlet.take(result.output, result.value)
      return { ...result, output, ...(next === undefined ? {} : { next }) }
    },
  }
  const panel = (request: PanelRequest) => panelPage(request, surroundings())
  return { commands, functions: twins(COMMANDS, context), panel }
}
