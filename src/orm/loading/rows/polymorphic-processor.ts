/** Sends each row to the processor of the class its discriminator names. */
import { InvalidRequestError } from '../../../errors.js'
import type { Mapper } from '../../mapping/mapper.js'
import type { ProcessorSetup } from './entity-processor.js'
import type { RowProcessor } from './row.js'

/** `loading._decorate_polymorphic_switch`. */
export function polymorphicProcessor(
  setup: ProcessorSetup,
  own: RowProcessor,
  processEntity: (setup: ProcessorSetup) => RowProcessor,
): RowProcessor {
  const { mapper, adapter, layout, polymorphicDiscriminator } = setup
  const column = polymorphicDiscriminator ?? mapper.polymorphicOn
  if (!column) return own
  const index = layout.indexOf(adapter?.column(column) ?? column)
  if (index < 0) return own
  const byIdentity = new Map<unknown, RowProcessor | null>()
  const processorFor = (discriminator: unknown): RowProcessor | null => {
    const known = byIdentity.get(discriminator)
    if (known !== undefined) return known
    const sub = subclassOf(setup.mapper, discriminator)
    const made =
      sub === mapper
        ? own
        : sub && processEntity({ ...setup, mapper: sub, polymorphicFrom: mapper })
    byIdentity.set(discriminator, made)
    return made
  }
  const ensureNoKey = keyCheck(setup)
  return (row) => {
    const discriminator = row[index]
    if (discriminator === null || discriminator === undefined) return ensureNoKey(row)
    const process = processorFor(discriminator)
    return process ? process(row) : ensureNoKey(row, discriminator)
  }
}

/** The mapper of a discriminator; null for a class that is not part of the query. */
function subclassOf(mapper: Mapper, discriminator: unknown): Mapper | null {
  const sub = mapper.polymorphicMap.get(discriminator)
  if (!sub) throw unknownIdentity(discriminator)
  return sub.isa(mapper) ? sub : null
}

function unknownIdentity(discriminator: unknown): InvalidRequestError {
  return new InvalidRequestError(
    `No such polymorphic_identity ${printed(discriminator)} is defined`,
  )
}

/** Rows of no class, or of one that does not belong here, must come from an outer join without a match. */
function keyCheck({
  mapper,
  adapter,
  layout,
}: ProcessorSetup): (row: readonly unknown[], found?: unknown) => null {
  const indexes = mapper.primaryKey.map((column) =>
    layout.indexOf(adapter?.column(column) ?? column),
  )
  return (row, found) => {
    const identity = indexes.map((index) => row[index])
    if (identity.every((value) => value === null || value === undefined)) return null
    throw found === undefined
      ? missingDiscriminator(mapper, identity)
      : wrongClass(mapper, identity, found)
  }
}

function missingDiscriminator(mapper: Mapper, identity: readonly unknown[]): InvalidRequestError {
  return new InvalidRequestError(
    `Row with identity key ${keyOf(mapper, identity)} can't be loaded into an object; the polymorphic discriminator column '${mapper.polymorphicOn?.describe() ?? ''}' is NULL`,
  )
}

function wrongClass(
  mapper: Mapper,
  identity: readonly unknown[],
  found: unknown,
): InvalidRequestError {
  const other = mapper.polymorphicMap.get(found)
  return new InvalidRequestError(
    `Row with identity key ${keyOf(mapper, identity)} can't be loaded into an object; the polymorphic discriminator column '${mapper.polymorphicOn?.describe() ?? ''}' refers to ${String(other)}, which is not a sub mapper of the requested ${String(mapper)}`,
  )
}

function keyOf(mapper: Mapper, identity: readonly unknown[]): string {
  return String(mapper.identityKeyFromPrimaryKey(identity))
}

function printed(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}
