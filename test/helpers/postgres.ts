/**
 * A PostgreSQL database for a test file: `const url = await freshDatabase()`, in a `beforeAll`.
 * The server behind it starts with the first call of the run; the databases go with it at the end.
 */
import { connect } from 'node:net'
import { inject } from 'vitest'

interface Answer {
  readonly url?: string
  readonly error?: string
}

/** The URL of a new, empty database that no other test file sees. */
export async function freshDatabase(): Promise<string> {
  const answer = JSON.parse(await readAll(inject('postgresBroker'))) as Answer
  if (answer.url === undefined) throw new Error(answer.error ?? 'no database')
  return answer.url
}

async function readAll(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}
