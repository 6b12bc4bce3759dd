/** The options of sequences and identity columns as text. */
import type { SequenceOptions } from '../defaults.js'

/** The options of a sequence or an identity column, in the standard's order. */
export function sequenceOptions(options: SequenceOptions): string {
  const parts = [
    options.increment === undefined ? '' : `INCREMENT BY ${options.increment}`,
    options.start === undefined ? '' : `START WITH ${options.start}`,
    options.minvalue === undefined ? '' : `MINVALUE ${options.minvalue}`,
    options.maxvalue === undefined ? '' : `MAXVALUE ${options.maxvalue}`,
    options.nominvalue ? 'NO MINVALUE' : '',
    options.nomaxvalue ? 'NO MAXVALUE' : '',
    options.cache === undefined ? '' : `CACHE ${options.cache}`,
    options.cycle === undefined ? '' : options.cycle ? 'CYCLE' : 'NO CYCLE',
  ]
  return parts.filter((part) => part !== '').join(' ')
}
