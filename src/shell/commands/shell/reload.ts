/** `.reload`: loads the model files again and rebinds their names. */
import { say, type Command } from '../command.js'

export const reload: Command = {
  name: '.reload',
  topic: 'the shell',
  summary: 'Load the model files again, with a new session',
  run: (_argument, context) =>
    context.reload
      ? context.reload()
      : say('these models were not loaded from files: nothing to reload', 'muted'),
}
