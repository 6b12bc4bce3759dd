/** Which of the library's errors a server's error becomes, by SQLSTATE; the classes are those of psycopg2. */
import type { ErrorFacts } from '../../engine/dialect.js'
import type { DBAPIErrorName } from '../../engine/statement-error.js'
import { ConnectionLost } from './transport/transport.js'
import { PostgresError } from './wire/server-message.js'
import { UnsendableValue } from './wire/unsendable.js'

/** By the class of the SQLSTATE, its first two characters. */
const kinds: Readonly<Record<string, DBAPIErrorName>> = {
  '08': 'OperationalError',
  '0A': 'NotSupportedError',
  '20': 'ProgrammingError',
  '21': 'ProgrammingError',
  '22': 'DataError',
  '23': 'IntegrityError',
  '24': 'InternalError',
  '25': 'InternalError',
  '26': 'OperationalError',
  '27': 'OperationalError',
  '28': 'OperationalError',
  '2B': 'InternalError',
  '2D': 'InternalError',
  '2F': 'InternalError',
  '34': 'OperationalError',
  '38': 'InternalError',
  '39': 'InternalError',
  '3B': 'InternalError',
  '3D': 'ProgrammingError',
  '3F': 'ProgrammingError',
  '40': 'OperationalError',
  '42': 'ProgrammingError',
  '44': 'ProgrammingError',
  '53': 'OperationalError',
  '54': 'OperationalError',
  '55': 'OperationalError',
  '57': 'OperationalError',
  '58': 'OperationalError',
  F0: 'InternalError',
  HV: 'OperationalError',
  P0: 'InternalError',
  XX: 'InternalError',
}

/** The server shuts the connection after these. */
const lastWords = new Set(['57P01', '57P02', '57P03', '57P05'])

/** Answers null for errors that are not the database's. */
export function classifyError(error: unknown): ErrorFacts | null {
  if (error instanceof PostgresError) {
    const kind = kinds[error.code.slice(0, 2)] ?? 'DatabaseError'
    return { kind, name: error.name, text: error.message, isDisconnect: isLost(error) }
  }
  if (error instanceof UnsendableValue) {
    return { kind: 'DataError', name: error.name, text: error.message, isDisconnect: false }
  }
  if (error instanceof ConnectionLost) {
    return { kind: 'OperationalError', name: error.name, text: error.message, isDisconnect: true }
  }
  return null
}

function isLost(error: PostgresError): boolean {
  return lastWords.has(error.code) || error.code.startsWith('08') || error.severity === 'FATAL'
}
