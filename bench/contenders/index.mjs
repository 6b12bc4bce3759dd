/** Who can be measured, and how each one's process is started. `run.mjs` knows nothing else about them. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const node = (name, packageName) => ({
  command: [process.execPath, '--expose-gc', here('../worker.mjs'), name],
  isInstalled: () =>
    packageName === undefined || existsSync(here(`../node_modules/${packageName}/package.json`)),
  howToInstall: 'npm ci --prefix bench',
})

const python = process.env.ORM_SHELL_BENCH_PYTHON ?? 'python3'

/** `raw` is what the others are compared with. */
export const contenders = {
  raw: node('raw'),
  driver: node('driver'),
  'orm-shell': node('orm-shell'),
  mikro: node('mikro', '@mikro-orm/core'),
  typeorm: node('typeorm', 'typeorm'),
  drizzle: node('drizzle', 'drizzle-orm'),
  kysely: node('kysely', 'kysely'),
  objection: node('objection', 'objection'),
  sqlalchemy: {
    command: [python, here('../sqlalchemy_worker.py')],
    isInstalled: () => spawnSync(python, ['-c', 'import sqlalchemy']).status === 0,
    howToInstall: 'set ORM_SHELL_BENCH_PYTHON to a Python that has SQLAlchemy 2',
  },
}

export const always = ['raw', 'driver', 'orm-shell']
