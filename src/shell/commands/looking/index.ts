/** Commands that look at models and at the database. */
import type { Command } from '../command.js'
import { conn } from './conn.js'
import { doc } from './doc.js'
import { erd } from './erd.js'
import { model, models } from './models.js'
import { schema, schemas } from './schema.js'
import { source, type } from './source.js'

export const LOOKING: readonly Command[] = [
  models,
  model,
  schema,
  schemas,
  erd,
  doc,
  type,
  source,
  conn,
]
