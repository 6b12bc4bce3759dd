/** Commands about results: other forms, other places. */
import type { Command } from '../command.js'
import { expanded } from '../shell/set.js'
import { copy, exportCommand } from './export.js'
import { once, output } from './files.js'
import { record } from './record.js'

export const RESULTS: readonly Command[] = [exportCommand, once, output, record, copy, expanded]
