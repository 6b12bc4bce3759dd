/**
 * A PostgreSQL server for the judge, the one the tests use: started by the main process when an area needs it, asked
 * for a new database by the processes of areas, one for each scenario.
 */
import { connect } from 'node:net'
import type { TestProject } from 'vitest/node'
import { setup, teardown } from '../../helpers/postgres-server.js'

let port: Promise<number> | null = null

/** Where databases are to be had; the server itself starts with the first request. */
export function openBroker(): Promise<number> {
  return (port ??= startBroker())
}

/** The set-up tells its port to whoever provides a place for it. */
async function startBroker(): Promise<number> {
  let told = 0
  const provide = (_key: string, value: number): void => void (told = value)
  await setup({ provide } as unknown as TestProject)
  return told
}

/** The URL of a new, empty database. */
export async function freshDatabase(broker: number): Promise<string> {
  const socket = connect(broker, '127.0.0.1').setEncoding('utf8')
  let text = ''
  for await (const chunk of socket) text += chunk
  const answer = JSON.parse(text) as { readonly url?: string; readonly error?: string }
  if (answer.url === undefined) throw new Error(answer.error ?? 'no database')
  return answer.url
}

export async function closeBroker(): Promise<void> {
  if (port !== null) await teardown()
}
