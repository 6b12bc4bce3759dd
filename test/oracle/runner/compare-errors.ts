/** Compares errors: the class, and SQLAlchemy's part of the message. */
import type { RecordedError } from './record.js'

/** Python's own classes, and what stands for them in JavaScript. */
const PYTHON = new Set([
  'TypeError',
  'AttributeError',
  'KeyError',
  'IndexError',
  'NotImplementedError',
  'AssertionError',
  'ValueError',
  'NameError',
  'RuntimeError',
  'Exception',
  'ZeroDivisionError',
  'OverflowError',
])

/** Classes that have another name here. */
const RENAMED: Readonly<Record<string, string>> = { MissingGreenlet: 'AsyncLoadRequired' }

/** Reading what is not there is no error in JavaScript, and unknown keywords are the compiler's business. */
export function isPythonOnly({ type, message }: RecordedError): boolean {
  return (
    type === 'AttributeError' ||
    type === 'IndexError' ||
    (type === 'TypeError' && message.includes('unexpected keyword'))
  )
}

export function sameError(recorded: RecordedError, error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const name = recorded.type.split('.').at(-1) ?? ''
  if (RENAMED[name] !== undefined) return error.name === RENAMED[name]
  // What Python says by itself is not what JavaScript or the library says.
  if (PYTHON.has(name)) return error.name !== name || /^[A-Z]\w*Error$/.test(error.name)
  if (!namesOf(error).includes(name)) return false
  return sameMessage(recorded.message, error.message)
}

/** The class and those it extends. */
function namesOf(error: Error): readonly string[] {
  const names = [error.name]
  for (
    let each: unknown = error.constructor;
    typeof each === 'function';
    each = Object.getPrototypeOf(each)
  ) {
    names.push(each.name)
  }
  return names
}

function sameMessage(theirs: string, ours: string): boolean {
  const [left, right] = [normal(theirs), normal(ours)]
  if (left === right) return true
  // Where the driver speaks, the statement is SQLAlchemy's part.
  const isDriver =
    /^\((?:psycopg2|sqlite3|aiosqlite|asyncpg|builtins)\.|\((?:sqlite3|psycopg2)\./.test(theirs)
  if (!isDriver) return false
  return statementOf(theirs) === statementOf(ours) || statementOf(ours) === ''
}

function statementOf(message: string): string {
  const found = /\[SQL: ([\s\S]*?)\](?:\n|$)/.exec(message)?.[1] ?? ''
  return found
    .replace(/%\(\w+\)s|\$\d+|\?/g, '?')
    .replace(/%%/g, '%')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Tables and columns are printed as what makes them in Python; here they go by name. */
function withoutReprs(message: string): string {
  return message
    .replace(
      /Table\('([^']+)', MetaData\(\), .*?, schema=(?:None|'(\w+)')\)/g,
      (_all, name: string, schema: string | undefined) => (schema ? `${schema}.${name}` : name),
    )
    .replace(
      /Column\('([^']+)', \w+\([^)]*\)(?:, [^()]*(?:\([^)]*\))?)*?, table=<([^>]+)>[^()]*\)/g,
      '$2.$1',
    )
    .replace(/Column\('([^']+)', \w+\([^)]*\)[^()]*\)/g, '$1')
}

/** Addresses, numbers of sessions, links, quotes, spelling of names and of Python's constants do not count. */
/** A message without what differs between Python and JavaScript. */
export function normal(message: string): string {
  return withoutReprs(message)
    .replace(/\n?\(Background on this err\w* at: [^)]*\)/, '')
    .replace(/ at 0x[0-9A-Za-z]+/g, '')
    .replace(/\bsession '\d+' \(this is '\d+'\)/g, 'another session')
    .replace(/<(?:built-in )?function (\w+?)(?:_op)?>/g, '$1')
    .replace(/<class 'type'>/g, 'Function')
    .replace(/<class '(?:int|float)'>/g, 'Number')
    .replace(/<class 'str'>/g, 'String')
    .replace(/<class 'NoneType'>/g, 'null')
    .replace(/\bgot class (\w+)/g, 'got $1')
    .replace(/<class '(?:\w+\.)*(\w+)'>/g, '$1')
    .replace(/<(?:\w+\.)*(\w+)(?: object)?>/g, '$1')
    .replace(/(?:sqlalchemy|__main__)\.(?:\w+\.)*/g, '')
    .replace(/\.get\('(\w+)'\)/g, '[$1]')
    .replace(/\bbuiltins\.object\b/g, 'Object')
    .replace(/\bbuiltins\.str\b/g, 'String')
    .replace(/\bbuiltins\.NoneType\b/g, 'null')
    .replace(/\bbuiltins\.(?:int|float)\b/g, 'Number')
    .replace(/\bPython\b/g, 'JavaScript')
    .replace(/\bNone\b/g, 'null')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/[()[\]"'`,_]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}
