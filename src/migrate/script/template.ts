/** Fills templates: `${name}`, `${repr(name)}` as a literal of the language, `${comma(name)}` as a list in words. */
import { CommandError } from '../errors.js'
import { sourceOf } from '../source-text.js'

export type TemplateValues = Readonly<Record<string, unknown>>

/** @throws CommandError for names nobody gave */
export function fillTemplate(template: string, values: TemplateValues): string {
  return template.replace(
    /\$\{\s*(?:(repr|comma)\(\s*(\w+)\s*\)|(\w+))\s*\}/g,
    (_all, form: string | undefined, inner: string | undefined, plain: string | undefined) => {
      const name = inner ?? plain ?? ''
      if (!(name in values)) throw unknownName(name, values)
      return written(values[name], form)
    },
  )
}

function written(value: unknown, form: string | undefined): string {
  if (form === 'repr') return sourceOf(value)
  if (Array.isArray(value)) return value.join(', ')
  return value === null || value === undefined ? '' : String(value)
}

function unknownName(name: string, values: TemplateValues): CommandError {
  return new CommandError(`The template names ${name}, which has no value`, {
    hint: `known are: ${Object.keys(values).sort().join(', ')}`,
  })
}
