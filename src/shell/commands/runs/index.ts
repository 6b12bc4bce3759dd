/** Commands that run an expression more than once. */
import type { Command } from '../command.js'
import { bench } from './bench.js'
import { watch } from './watch.js'

export const RUNS: readonly Command[] = [bench, watch]
