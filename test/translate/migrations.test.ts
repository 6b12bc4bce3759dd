import { translate } from '../../src/translate/translate.js'
import { expect, test } from 'vitest'

test('a migration script', () => {
  const { code, left } = translate(`"""add users

Revision ID: b2
Revises: a1
"""
from alembic import op
import sqlalchemy as sa

revision = "b2"
down_revision = "a1"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        comment="people",
    )
    op.create_index(op.f("ix_users_email"), "users", ["email"], unique=True)
    op.alter_column("users", "email", existing_type=sa.VARCHAR(length=255), type_=sa.Text(), server_default=None)
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_foreign_key("fk_user", "users", ["user_id"], ["id"], ondelete="CASCADE")
        batch_op.drop_constraint("uq_title", type_="unique")
    op.execute(sa.text("UPDATE users SET email = 'x'"))


def downgrade():
    op.drop_constraint("fk_user", "posts", "foreignkey")
    op.drop_index(op.f("ix_users_email"), table_name="users")
    op.drop_table("users")
`)
  expect(left).toEqual([])
  expect(code).toMatchInlineSnapshot(`
    "/**
     * add users
     *
     * Revision ID: b2
     * Revises: a1
     */

    import { column, integer, primaryKeyConstraint, string, text, textType, varchar } from 'orm-shell'
    import { op } from 'orm-shell/migrate'

    export const revision = 'b2'
    export const downRevision = 'a1'
    export const branchLabels = null
    export const dependsOn = null

    export function upgrade() {
      op.createTable(
        'users',
        column('id', integer),
        column('email', string(255), { nullable: true }),
        primaryKeyConstraint('id'),
        { comment: 'people' },
      )
      op.createIndex(op.f('ix_users_email'), 'users', ['email'], { unique: true })
      op.alterColumn('users', 'email', {
        existingType: varchar(255),
        type: textType,
        serverDefault: null,
      })
      op.batchAlterTable('posts', (batch_op) => {
        batch_op.createForeignKey('fk_user', 'users', ['user_id'], ['id'], { ondelete: 'CASCADE' })
        batch_op.dropConstraint('uq_title', { type: 'unique' })
      })
      op.execute(text("UPDATE users SET email = 'x'"))
    }

    export function downgrade() {
      op.dropConstraint('fk_user', 'posts', { type: 'foreignkey' })
      op.dropIndex(op.f('ix_users_email'), { tableName: 'users' })
      op.dropTable('users')
    }
    "
  `)
})

test('an environment and commands', () => {
  const { code, left } = translate(`from alembic import command, context
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

def run_migrations_offline():
    context.configure(url=context.config.get_main_option("sqlalchemy.url"), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()

config = Config("alembic.ini")
config.set_main_option("script_location", "migrations")
command.upgrade(config, "head", sql=True)
command.revision(config, "add users", autogenerate=True)
command.stamp(config, revision="head")
heads = ScriptDirectory.from_config(config).get_heads()
ctx = MigrationContext.configure(dialect_name="sqlite", opts={"as_sql": True})
`)
  expect(left).toEqual([])
  expect(code).toMatchInlineSnapshot(`
    "import { command, Config, context, MigrationContext, ScriptDirectory } from 'orm-shell/migrate'

    function run_migrations_offline() {
      context.configure({ url: context.config.getMainOption('sqlalchemy.url'), literalBinds: true })
      context.beginTransaction(() => {
        context.runMigrations()
      })
    }

    const config = new Config('alembic.ini')
    config.setMainOption('script_location', 'migrations')
    command.upgrade(config, 'head', { sql: true })
    command.revision(config, { message: 'add users', autogenerate: true })
    command.stamp(config, 'head')
    const heads = ScriptDirectory.fromConfig(config).getHeads()
    const ctx = MigrationContext.configure({ dialectName: 'sqlite', opts: { asSql: true } })
    "
  `)
})

test('files and text buffers', () => {
  const { code, left } = translate(`import io, os, re
folder = os.path.dirname("/a/b")
os.makedirs(os.path.join(folder, "c"))
open(os.path.join(folder, "d.txt"), "w").write("{name!r}".format(name="x"))
text = re.sub(r"(\\w+) .*", r"\\1", open("e.txt").read())
out = io.StringIO()
out.write(text)
print(out.getvalue().splitlines() if False else sorted(os.listdir(folder)))
`)
  expect(left).toEqual([])
  expect(code).toMatchInlineSnapshot(`
    "import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
    import { dirname, join as joinPath } from 'node:path'

    class StringIO {
      #text = ''
      #place = 0
      write(text: string): number {
        this.#text = this.#text.slice(0, this.#place) + text + this.#text.slice(this.#place + text.length)
        this.#place += text.length
        return text.length
      }
      read(): string {
        const rest = this.#text.slice(this.#place)
        this.#place = this.#text.length
        return rest
      }
      getvalue(): string {
        return this.#text
      }
      seek(place: number): void {
        this.#place = place
      }
      truncate(): void {
        this.#text = this.#text.slice(0, this.#place)
      }
    }

    const folder = dirname('/a/b')
    mkdirSync(joinPath(folder, 'c'), { recursive: true })
    writeText(joinPath(folder, 'd.txt'), \`\${repr('x')}\`)
    const text = readFileSync('e.txt', 'utf8').replace(/(\\w+) .*/g, '$1')
    const out = new StringIO()
    out.write(text)
    console.log(false ? out.getvalue().splitlines() : [...readdirSync(folder)].sort())

    function repr(value: unknown): string {
      return typeof value === 'string' ? \`'\${value}'\` : String(value)
    }

    function writeText(path: string, text: string): number {
      writeFileSync(path, text)
      return text.length
    }
    "
  `)
})

test('what migrations have no counterpart for is left', () => {
  const { left } = translate('from alembic.runtime.plugins import Plugin\nPlugin.setup()\n')
  expect(left.map(({ construct }) => construct)).toEqual(['alembic.runtime.plugins.Plugin.setup'])
})
