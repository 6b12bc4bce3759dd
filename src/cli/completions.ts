/** `orm-shell completions bash|zsh|fish`: a script that completes the command line, made from the options themselves. */
import type { Command, Option } from 'commander'
import { UsageError } from './errors.js'

export const SHELLS = ['bash', 'zsh', 'fish'] as const

type ShellName = (typeof SHELLS)[number]

/** Options whose value is a file. */
const FILES = new Set(['--models', '--file', '--config'])

/** @throws UsageError for a shell that is not known */
export function completionScript(shell: string, program: Command): string {
  if (!(SHELLS as readonly string[]).includes(shell)) {
    throw new UsageError(`no completions for '${shell}'`, {
      hint: `there are ${SHELLS.join(', ')}`,
    })
  }
  return SCRIPTS[shell as ShellName](program)
}

const SCRIPTS: Readonly<Record<ShellName, (program: Command) => string>> = {
  bash: (program) => {
    const words = [...flagsOf(program), ...program.commands.map((each) => each.name())].join(' ')
    return [
      '# in ~/.bashrc: source <(orm-shell completions bash)',
      '_orm_shell() {',
      '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}',
      `  case "$before" in ${[...FILES].join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;; esac`,
      `  COMPREPLY=($(compgen -W '${words}' -- "$word") $(compgen -f -- "$word"))`,
      '}',
      'complete -o filenames -F _orm_shell orm-shell',
      '',
    ].join('\n')
  },
  zsh: (program) => {
    const options = program.options.map((option) => `  '${zshOption(option)}' \\`)
    const names = program.commands.map((each) => each.name()).join(' ')
    return [
      '#compdef orm-shell',
      '# in ~/.zshrc, after compinit: source <(orm-shell completions zsh)',
      '_orm_shell() {',
      '  _arguments \\',
      ...options,
      `  '1: :(${names})' '*: :_files'`,
      '}',
      'compdef _orm_shell orm-shell',
      '',
    ].join('\n')
  },
  fish: (program) => {
    const options = program.options.map((option) => {
      const short = option.short ? ` -s ${option.short.slice(1)}` : ''
      const value = option.required ? (FILES.has(option.long ?? '') ? ' -r -F' : ' -x') : ''
      const long = option.long ? ` -l ${option.long.slice(2)}` : ''
      return `complete -c orm-shell${short}${long}${value} -d '${quoted(option.description)}'`
    })
    const commands = program.commands.map(
      (each) =>
        `complete -c orm-shell -n __fish_use_subcommand -a ${each.name()} -d '${quoted(each.description())}'`,
    )
    return [
      '# orm-shell completions fish > ~/.config/fish/completions/orm-shell.fish',
      ...options,
      ...commands,
      '',
    ].join('\n')
  },
}

function flagsOf(program: Command): string[] {
  return program.options.flatMap(({ long }) => long ?? [])
}

function zshOption({ long, required, description }: Option): string {
  const value = required ? `:value:${FILES.has(long ?? '') ? '_files' : ''}` : ''
  return `${long ?? ''}[${quoted(description).replace(/[[\]:]/g, ' ')}]${value}`
}

function quoted(text: string): string {
  return text.replaceAll("'", '’')
}
