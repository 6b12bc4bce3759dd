/** `orm-shell init`: asks for database and models and writes the configuration file. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { makeUrl, URL } from '../../engine/url.js'
import { UsageError } from '../errors.js'
import { exitCode } from '../exit-code.js'
import { writeAll } from '../streams.js'

export interface InitAnswers {
  readonly url: string | null
  readonly models: readonly string[]
}

type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'cwd'>

const FILE = 'orm-shell.config.ts'

/**
 * @param known what the flags have said; the rest is asked for at a terminal
 * @returns the exit code
 * @throws UsageError when there is a file already, or when a database is missing and nobody can be asked
 */
export async function init(known: InitAnswers, streams: Streams): Promise<number> {
  const path = join(streams.cwd(), FILE)
  if (existsSync(path)) throw new UsageError(`${FILE} is there already`)
  const answers = await complete(known, streams)
  await writeFile(path, source(answers), { flag: 'wx' })
  await writeAll(streams.stdout, `${FILE} is written; orm-shell reads it when it starts here\n`)
  return exitCode.ok
}

async function complete(known: InitAnswers, { stdin, stdout }: Streams): Promise<InitAnswers> {
  if (known.url !== null) return known
  if (!stdin.isTTY) throw new UsageError('init needs --url where nobody can be asked')
  const question = createInterface({ input: stdin, output: stdout })
  try {
    const url = await question.question('Database URL or SQLite file [dev.db]: ')
    const models = await question.question(
      'Files or folders with models, with spaces between [none]: ',
    )
    return {
      url: url.trim() === '' ? 'dev.db' : url.trim(),
      models: models.split(/\s+/).filter((each) => each !== ''),
    }
  } finally {
    question.close()
  }
}

/** A password does not go into a file that others will see. */
function source({ url, models }: InitAnswers): string {
  const parsed = makeUrl(url ?? '')
  // A copy of what can be seen of a URL has no password.
  const shown = parsed.password === null ? (url ?? '') : URL.create({ ...parsed }).render()
  const lines = [
    `  url: ${literal(shown)},`,
    ...(models.length > 0 ? [`  models: [${models.map(literal).join(', ')}],`] : []),
  ]
  const note =
    parsed.password === null
      ? ''
      : '// The password belongs into PGPASSWORD, ~/.pgpass or DATABASE_URL.\n'
  return `import { defineConfig } from 'orm-shell/config'\n\n${note}export default defineConfig({\n${lines.join('\n')}\n})\n`
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
