/** `.set`: the shell's settings, shown, changed and remembered; `.timing` and `.x` are settings of their own name. */
import { SETTINGS, settingName, type SettingName, type Settings } from '../../settings.js'
import { say, UsageError, type Command, type ShellContext } from '../command.js'
import type { Output } from '../../format/output.js'

const NAMES = Object.keys(SETTINGS) as SettingName[]

export const set: Command = {
  name: '.set',
  aliases: ['\\set', '\\pset'],
  topic: 'the shell',
  usage: '[name [value|default]]',
  summary: 'Settings of the shell, remembered for the next one',
  detail: 'Alone: all of them. A change is remembered for shells that are started in a terminal.',
  examples: ['.set', '.set rows 200', '.set timing on', '.set rows default'],
  completes: (before) => {
    const [name] = /^\S+/.exec(before) ?? []
    return name === undefined ? NAMES : valuesOf(name)
  },
  run: (argument, { settings }) => {
    const [name = '', value] = argument.split(/\s+/)
    if (name === '') return [overview(settings)]
    if (value === undefined) return say(`${name} is ${settings.text(settingName(name))}`)
    return change(settings, name, value)
  },
}

function valuesOf(name: string): readonly string[] {
  const { words = [] } = SETTINGS[name as SettingName] ?? {}
  return [...words, 'default']
}

function change(settings: Settings, name: string, value: string): readonly Output[] {
  const known = value === 'default' ? settings.reset(name) : settings.set(name, value)
  settings.save()
  return say(`${known} is ${settings.text(known)}`, 'success')
}

function overview(settings: Settings): Output {
  return {
    kind: 'table',
    columns: ['setting', 'value', 'what it is'].map((title) => ({
      title,
      align: 'left',
      wrap: true,
    })),
    rows: NAMES.map((name) => [
      { text: name },
      { text: settings.text(name) },
      { text: SETTINGS[name].about },
    ]),
    footer: '',
  }
}

/** A command that is one setting; alone it turns it over. */
function settingCommand(name: SettingName, command: Omit<Command, 'run'>): Command {
  return {
    ...command,
    run: (argument, { settings }: ShellContext) => {
      const turned = settings.text(name) === 'on' ? 'off' : 'on'
      return change(settings, name, argument === '' ? turned : argument)
    },
  }
}

export const timing: Command = settingCommand('timing', {
  name: '.timing',
  aliases: ['.timer', '\\timing'],
  topic: 'statements',
  usage: '[on|off]',
  summary: 'End each input with its time, in all and in the database',
  examples: ['.timing on', '\\timing'],
  completes: ['on', 'off'],
})

export const expanded: Command = settingCommand('expanded', {
  name: '.x',
  aliases: ['.expanded', '\\x'],
  topic: 'results',
  usage: '[on|off|auto]',
  summary: 'Show rows as records, one column below the other',
  detail:
    'With auto, which is the default, a table is shown as records where it does not fit the screen.',
  examples: ['.x on', '\\x auto'],
  completes: ['on', 'off', 'auto'],
})

export const budget: Command = {
  name: '.budget',
  topic: 'statements',
  usage: '[number|off]',
  summary: 'How many statements an input may run',
  detail: [
    'The statement beyond the budget is not sent: the input fails there, with its N+1 loads named. To train oneself,',
    'and to keep a loop from loading a production database row by row.',
  ].join('\n'),
  examples: ['.budget 5', 'for (const p of session.query(Post)) p.author.name', '.budget off'],
  completes: ['off', '5', '20'],
  run: (argument, { settings }) => {
    if (argument === '' && settings.values.budget === 0)
      return say('an input may run any number of statements')
    if (argument === '') return say(`an input may run ${settings.values.budget} statements`)
    if (argument !== 'off' && !/^\d+$/.test(argument))
      throw new UsageError('.budget takes a number or off')
    return change(settings, 'budget', argument === 'off' ? '0' : argument)
  },
}
