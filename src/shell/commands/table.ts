/** The commands as a kernel wants them: how they are typed and completed, how one is run, and their functions. */
import type { Commands } from '../kernel/contracts.js'
import { panelPage } from '../panels/index.js'
import type { PanelPage, PanelRequest } from '../protocol.js'
import { spellingsOf, type ShellContext } from './command.js'
import { dispatch, isCompleteLine } from './dispatch.js'
import { matches } from './help.js'
import { COMMANDS } from './index.js'
import { twins } from './twins.js'

/** What a command works on; the other commands, and what becomes of its text, are added here. */
export type Surroundings = Omit<ShellContext, 'commands' | 'propose' | 'edit'>

export interface CommandTable {
  readonly commands: Commands
  /** The functions of `$`. */
  readonly functions: Readonly<Record<string, unknown>>
  /** What a panel of the terminal shows. */
  panel(request: PanelRequest): Promise<PanelPage>
}

type FollowUp = Pick<ShellContext, 'propose' | 'edit'>

/** Of a function of `$`: it answers with a value, and the input it stands in goes on. */
const NOTHING_FOLLOWS: FollowUp = { propose: () => undefined, edit: null }

/** What says where results go does not go there itself. */
function redirects(line: string): boolean {
  return /^(\.(once|output|help)|\\[go?])\b/.test(line)
}

/** @param surroundings asked for each run, with the width of the screen where it is known */
export function commandTable(surroundings: (columns?: number) => Surroundings): CommandTable {
  const context = (columns?: number, followUp: FollowUp = NOTHING_FOLLOWS) => ({
    ...surroundings(columns),
    commands: COMMANDS,
    ...followUp,
  })
  const commands: Commands = {
    names: COMMANDS.flatMap(spellingsOf).map(({ name }) => name),
    block: COMMANDS.filter(({ isComplete }) => isComplete).map(({ name }) => name),
    isComplete: (line) => isCompleteLine(line, COMMANDS),
    describe: (name) => COMMANDS.find((command) => matches(command, name))?.summary,
    completes: (name, before) => {
      const completes = COMMANDS.find((command) => matches(command, name))?.completes
      return typeof completes === 'function' ? completes(before) : completes
    },
    async run(line, { columns, hasEditor = false }) {
      const asked: { next?: string; edit?: string } = {}
      const propose = (code: string) => void (asked.next = code)
      const edit = hasEditor ? (text: string) => void (asked.edit = text) : null
      const result = await dispatch(line, COMMANDS, context(columns, { propose, edit }))
      const output = redirects(line)
        ? result.output
        : surroundings().outlet.take(result.output, result.value)
      return { ...result, output, ...asked }
    },
  }
  const panel = (request: PanelRequest) => panelPage(request, surroundings())
  return { commands, functions: twins(COMMANDS, context), panel }
}
