/** What two hundred models cost the type checker. */
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from '../helpers/source-graph.js'

const COUNT = 200

/** A model with six columns, its neighbours on both sides, and a query that uses all of it. */
function modelSource(index: number): string {
  const [next, previous] = [(index + 1) % COUNT, (index + COUNT - 1) % COUNT]
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

test(`${COUNT} models are checked within seconds, and without errors`, () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const path = join(root, 'test/types/generated-models.ts')
  const names =
    'column, dateTime, declarativeBase, enumType, foreignKey, func, integer, many, mapped, one, select, selectinload, string'
  const models = Array.from({ length: COUNT }, (_, index) => modelSource(index))
  const source = `import { ${names}, type Session } from 'orm-shell'\nconst Base = declarativeBase()\n${models.join('')}`
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === path || fileExists(name)
  host.getSourceFile = (name, version, ...rest) =>
    name === path
      ? ts.createSourceFile(name, source, version)
      : getSourceFile(name, version, ...rest)
  const program = ts.createProgram([path], options, host)
  const start = process.cpuUsage()
  const found = program.getSemanticDiagnostics(program.getSourceFile(path))
  const { user, system } = process.cpuUsage(start)
  const seconds = (user + system) / 1e6
  process.stderr.write(`${COUNT} models: ${seconds.toFixed(1)} s of processor time to check\n`)
  expect(
    found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  ).toEqual([])
  expect(seconds).toBeLessThan(60)
}, 600_000)
