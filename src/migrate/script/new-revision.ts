/** Writes the file of a new revision; `ScriptDirectory.generate_revision`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CommandError } from '../errors.js'
import { withRevisionErrors } from './catch-revision-errors.js'
import { asScalar, namesOf, Revision, type RevisionNames } from './revision.js'
import type { Script } from './script.js'
import type { ScriptDirectory } from './script-directory.js'
import { fillTemplate, type TemplateValues } from './template.js'

export interface NewRevision {
  readonly revId: string
  readonly message: string | null
  /** What it follows; default: the head. */
  readonly head?: RevisionNames
  /** It may follow what is no head. */
  readonly splice?: boolean
  readonly branchLabels?: RevisionNames
  readonly versionPath?: string | null
  readonly dependsOn?: RevisionNames
  /** Values for the template. */
  readonly values?: TemplateValues
}

const SEVERAL_HEADS =
  'Multiple heads are present; please specify the head revision on which the new revision should be based, or ' +
  'perform a merge.'

/** Answers the path. @throws CommandError */
export function writeRevision(directory: ScriptDirectory, revision: NewRevision): string {
  withRevisionErrors({}, () => Revision.verifyRevId(revision.revId))
  const heads = withRevisionErrors({ multipleHeads: SEVERAL_HEADS }, () =>
    directory.revisionMap.getRevisions(revision.head ?? 'head'),
  )
  checkHeads(heads, revision.splice ?? false)
  const date = new Date()
  const folder = versionPath(directory, revision, heads)
  const path = join(folder, `${fileName(directory, revision, date)}.ts`)
  const down = asScalar(heads.map((head) => head.revision))
  const values: TemplateValues = {
    imports: '',
    upgrades: '',
    downgrades: '',
    ...revision.values,
    message: revision.message ?? 'empty message',
    upRevision: revision.revId,
    downRevision: down,
    branchLabels: asScalar(namesOf(revision.branchLabels)),
    dependsOn: asScalar(dependencies(directory, revision)),
    createDate: dateText(date),
  }
  const write = (): void => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, tidy(fillTemplate(directory.template, values)))
  }
  if (directory.options.status) directory.options.status(`Generating ${resolve(path)}`, write)
  else write()
  return resolve(path)
}

function checkHeads(heads: readonly Script[], splice: boolean): void {
  if (new Set(heads).size !== heads.length)
    throw new CommandError('Duplicate head revisions specified')
  const inner = splice ? undefined : heads.find((head) => !head.isHead)
  if (inner === undefined) return
  throw new CommandError(
    `Revision ${inner.revision} is not a head revision; please specify --splice to create a new branch from this revision`,
  )
}

function versionPath(
  { versionLocations }: ScriptDirectory,
  revision: NewRevision,
  heads: readonly Script[],
): string {
  const [only = ''] = versionLocations
  const wanted = revision.versionPath ?? null
  if (wanted !== null) {
    if (versionLocations.includes(resolve(wanted))) return resolve(wanted)
    throw new CommandError(`Path ${wanted} is not represented in current version locations`)
  }
  if (versionLocations.length === 1) return only
  const [first] = heads
  if (first) return dirname(first.path)
  throw new CommandError('Multiple version locations present, please specify --version-path')
}

/** Labels stay labels; the beginning of a name becomes the name. */
function dependencies(directory: ScriptDirectory, revision: NewRevision): readonly string[] {
  return namesOf(revision.dependsOn).map((name) => {
    const found = directory.getRevision(name)
    return found === null || found.branchLabels.has(name) ? name : found.revision
  })
}

/** The name of the file, without its ending. */
function fileName({ options }: ScriptDirectory, revision: NewRevision, date: Date): string {
  const length = options.truncateSlugLength ?? 40
  const words = (revision.message ?? '').match(/[\p{L}\p{N}_]+/gu) ?? []
  const slug = words.join('_').toLowerCase()
  const cut = slug.slice(0, length)
  const fields: Readonly<Record<string, string | number>> = {
    rev: revision.revId,
    slug: slug.length <= length ? slug : `${cut.slice(0, cut.lastIndexOf('_'))}_`,
    epoch: Math.floor(date.getTime() / 1000),
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
  }
  const template = options.fileTemplate ?? '%(rev)s_%(slug)s'
  return template.replace(/%\((\w+)\)(?:\.(\d+))?[sd]/g, (_all, name: string, digits?: string) =>
    String(fields[name] ?? '').padStart(Number(digits ?? 0), '0'),
  )
}

function dateText(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return local.toISOString().replace('T', ' ').replace('Z', '')
}

/** Empty bodies and imports leave no lines behind. */
function tidy(source: string): string {
  return source
    .replace(/[ \t]+$/gm, '')
    .replace(/\{\n\n\}/g, '{}')
    .replace(/\n{3,}/g, '\n\n')
}
