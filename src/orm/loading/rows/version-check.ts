/** With `FOR UPDATE`, an object that is present must be of the version its row has. */
import { StaleDataError } from '../../errors.js'
import type { InstanceState } from '../../state/instance-state.js'
import type { ProcessorSetup } from './entity-processor.js'
import type { Row } from './row.js'

export function versionCheck(
  setup: ProcessorSetup,
): ((state: InstanceState, row: Row) => void) | null {
  const { context, mapper, adapter, layout } = setup
  const column = mapper.versionIdCol
  if (!context.loadOptions.versionCheck || !column) return null
  const index = layout.indexOf(adapter?.column(column) ?? column)
  const { key } = mapper.getPropertyByColumn(column)
  return (state, row) => {
    const known = state.value(key)
    if (known === undefined || known === row[index]) return
    throw new StaleDataError(
      `Instance '${state.toString()}' has version id '${String(known)}' which does not match database-loaded version id '${String(row[index])}'.`,
    )
  }
}
