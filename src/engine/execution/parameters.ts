/** The parameters of an execution as users write them, made into a list of sets. */
import { ArgumentError } from '../../errors.js'

/** Values by name, or a list of such objects to execute the statement once for each. */
export type StatementParameters =
  Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[]

/** Values in order, or a list of such lists. */
export type DriverParameters = readonly unknown[] | readonly (readonly unknown[])[]

export type ParameterSet = Readonly<Record<string, unknown>>

/** @throws ArgumentError for lists of anything but objects */
export function distill(parameters: StatementParameters | null): readonly ParameterSet[] {
  if (parameters === null) return []
  if (typeof parameters !== 'object')
    throw new ArgumentError('mapping or list expected for parameters')
  if (!Array.isArray(parameters)) return [parameters as ParameterSet]
  if (!parameters.every(isRecord)) {
    throw new ArgumentError('List argument must consist only of dictionaries', {
      hint: 'pass an object of values by name, or a list of such objects',
    })
  }
  return parameters
}

/** A list of lists means many sets. */
export function distillDriver(parameters: DriverParameters): {
  readonly parameters: DriverParameters
  readonly many: boolean
} {
  if (!Array.isArray(parameters))
    throw new ArgumentError('mapping or sequence expected for parameters')
  const many = parameters.length > 0 && parameters.every((item) => Array.isArray(item))
  return { parameters, many }
}

function isRecord(value: unknown): value is ParameterSet {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
