/** Garbage collection on demand: references used in a turn of the event loop hold until it ends. */
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await wait(1)
    collect()
  }
}
