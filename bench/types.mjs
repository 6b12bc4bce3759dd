/**
 * What many models cost the type checker: `npm run bench:types [count]` writes them into a folder and runs `tsc` on
 * them with the declarations of `dist`, as a user's project would. `test/types/many-models.test.ts` holds the counts.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const NAMES =
  'column, dateTime, declarativeBase, enumType, foreignKey, func, integer, many, mapped, one, select, selectinload, string'

/** The source of `count` models in a ring, each with a query that uses all of it. */
export function modelsSource(count) {
  const models = Array.from({ length: count }, (_, index) => modelSource(index, count))
  return `import { ${NAMES}, type Session } from 'orm-shell'\nconst Base = declarativeBase()\n${models.join('')}`
}

/** A model with six columns, its neighbours on both sides, and a query. */
function modelSource(index, count) {
  const [next, previous] = [(index + 1) % count, (index + count - 1) % count]
  return `
export class Model${index} extends Base.model('models_${index}', {
  id: column(integer, { primaryKey: true }),
  name: column(string(50), { unique: true }),
  note: column('the_note', string, { nullable: true }),
  role: column(enumType('admin', 'user')),
  createdAt: column('created_at', dateTime, { default: () => new Date() }),
  nextId: column('next_id', integer, foreignKey('models_${next}.id'), { nullable: true }),
  next: () => one(Model${next}, { backPopulates: 'previous', nullable: true }),
  previous: () => many(Model${previous}, { backPopulates: 'next', orderBy: Model${previous}.name.desc() }),
}) {
  static { mapped(this) }
  get shout() { return this.name.toUpperCase() + (this.note?.length ?? 0) }
}
export function query${index}(session: Session): readonly [string, number, string | null | undefined] {
  const statement = select(Model${index}, Model${next}.name, func.count(Model${next}.id).label('total'))
    .join(Model${index}.next)
    .where(Model${index}.name.eq('x'), Model${index}.previous.any(Model${previous}.role.eq('admin')))
    .options(selectinload(Model${index}.previous).joinedload(Model${previous}.next))
  const [first] = session.execute(statement).all()
  return [first!.name, first!.total, first![0].next?.note]
}`
}

/** Says on standard error what processor time the process and its main thread took: V8 compiles beside it. */
const USAGE = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from 'node:fs'
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    let main = null
    try {
      main = Number(readFileSync('/proc/self/task/' + process.pid + '/schedstat', 'latin1').split(' ')[0]) / 1e9
    } catch {}
    process.stderr.write(JSON.stringify({ all: (user + system) / 1e6, main }))
  })`)}`

function configuration() {
  const types = join(root, 'dist/types/src/index.d.ts')
  return {
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'ESNext.Disposable'],
      module: 'NodeNext',
      strict: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
      typeRoots: [join(root, 'node_modules/@types')],
      types: ['node'],
      paths: { 'orm-shell': [types] },
    },
    files: ['models.ts'],
  }
}

/** Runs `tsc` on a number of models in a folder of their own, and answers a row of the table. */
function check(count) {
  const folder = mkdtempSync(join(tmpdir(), 'orm-shell-types-'))
  try {
    writeFileSync(join(folder, 'models.ts'), modelsSource(count))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration()))
    const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
    const args = ['--import', USAGE, tsc, '-p', folder, '--extendedDiagnostics']
    const start = performance.now()
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const wall = (performance.now() - start) / 1000
    if (status !== 0) throw new Error(stdout)
    const { all, main } = JSON.parse(stderr)
    const number = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1])
    return {
      models: count,
      'wall s': Number(wall.toFixed(2)),
      'main thread s': main === null ? null : Number(main.toFixed(2)),
      'all threads s': Number(all.toFixed(2)),
      types: number('Types'),
      instantiations: number('Instantiations'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const count = Number(process.argv[2] ?? 200)
  console.table([2, count].map(check))
}
