/** Commands that look: help, models, schema, states, diff, echo, on the sample; each also with a wrong argument. */
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../src/shell/commands/index.js'
import { Query } from '../../../src/orm/query/query.js'
import { select } from '../../../src/index.js'
import { runShell } from '../../helpers/run-shell.js'

/** What the last input printed. */
async function lastOf(...inputs: readonly string[]): Promise<string> {
  const transcript = await runShell(inputs)
  return transcript.slice(transcript.lastIndexOf('>>> ')).split('\n').slice(1).join('\n')
}

describe('the table of commands', () => {
  test('no name is that of a method that could continue the last value', () => {
    const statement = select()
    for (const { name, aliases = [] } of COMMANDS) {
      for (const word of [name, ...aliases].map((each) => each.slice(1).split(' ')[0] ?? '')) {
        expect(typeof Reflect.get(statement, word), word).not.toBe('function')
        expect(word in Query.prototype, word).toBe(false)
      }
    }
  })

  test('every summary is a phrase without a full stop', () => {
    for (const { summary } of COMMANDS) expect(summary).toMatch(/^[A-Z].*[^.]$/)
  })
})

describe('.help', () => {
  test('lists every command with its summary', async () => {
    const printed = await lastOf('.help')
    for (const { name, summary } of COMMANDS) {
      expect(printed).toContain(name)
      expect(printed).toContain(summary)
    }
  })

  test('explains one, with or without its dot, also by an alias', async () => {
    expect(await lastOf('.help .explain')).toMatch(/^\.explain \[analyze\] \[statement\]\nWithout/)
    expect(await lastOf('.help explain')).toBe(await lastOf('.help .explain'))
    expect(await lastOf('.help \\d')).toContain('Also: .tables \\d \\dt')
  })

  test('a wrong name is answered with the nearest', async () => {
    expect(await lastOf('.help explian')).toContain('hint: did you mean .explain?')
    expect(await lastOf('.help xyzzy')).toContain('hint: .help lists them')
  })
})

describe('.models and .model', () => {
  test('list the classes with table and relationships', async () => {
    const printed = await lastOf('.models')
    expect(printed).toMatch(/^model +table +columns +relationships$/m)
    expect(printed).toMatch(/^Post +posts +9 +author, category, comments, tags, media$/m)
    expect(printed).toContain('(12 rows)')
  })

  test('describe one, whatever the case of its name', async () => {
    const printed = await lastOf('.model Post')
    expect(printed).toMatch(/^Post → posts$/m)
    expect(printed).toMatch(/^authorId +author_id +INTEGER +→ users\.id$/m)
    expect(printed).toMatch(/^tags +Tag\[\] +many-to-many through post_tags +select +posts$/m)
    expect(await lastOf('.model post')).toBe(printed)
  })

  test('an inherited one says from whom', async () => {
    expect(await lastOf('.model Image')).toContain('Image → images inherits Media')
  })

  test('without a name, or with a wrong one', async () => {
    expect(await lastOf('.model')).toContain('.model takes the name of a model\nhint: .models')
    expect(await lastOf('.model Pots')).toContain('hint: did you mean Post?')
  })
})

describe('.schema', () => {
  test('lists the tables of the database', async () => {
    expect(await lastOf('.schema')).toMatch(/^post_tags +table +post_id, tag_id$/m)
    expect(await lastOf('\\dt')).toBe(await lastOf('.schema'))
  })

  test('describes a table: columns, keys, indexes; a model stands for its table', async () => {
    const printed = await lastOf('.schema posts')
    expect(printed).toMatch(/^id +INTEGER +not null +primary key$/m)
    expect(printed).toContain('foreign key (author_id) → users (id)')
    expect(printed).toContain('unique (slug)')
    expect(printed).toContain('index ix_posts_author_id (author_id)')
    expect(await lastOf('.schema Post')).toBe(printed)
  })

  test('sees what the open transaction has made', async () => {
    expect(await lastOf('.sql create table fresh (a integer)', '.schema fresh')).toContain('fresh')
  })

  test('a wrong name is answered with the nearest', async () => {
    expect(await lastOf('.schema psots')).toContain('There is no table named psots')
    expect(await lastOf('.schema psots')).toContain('hint: did you mean posts?')
  })
})

describe('.states', () => {
  const changed = [
    'const user = session.get(User, 1); const comment = session.get(Comment, 2)',
    'user.name = "Ada"; session.delete(comment); session.add(new Tag({ name: "new" }))',
  ]

  test('says what the session holds, by state and class', async () => {
    const printed = await lastOf(...changed, '.states')
    expect(printed).toMatch(/^pending +Tag +1 +Tag \(pending\)$/m)
    expect(printed).toMatch(/^dirty +User +1 +User#1$/m)
    expect(printed).toMatch(/^deleted +Comment +1 +Comment#2$/m)
    expect(await lastOf('.states')).toBe('the session is empty')
  })

  test('looks at an object attribute by attribute and loads nothing', async () => {
    const printed = await lastOf(...changed, '.states user')
    expect(printed).toMatch(/^User#1 \(persistent\)$/m)
    expect(printed).toMatch(/^ {2}name +ada\.allen → Ada$/m)
    expect(printed).toMatch(/^ {2}posts +‹not loaded/m)
  })

  test('of many objects the first twenty', async () => {
    const printed = await lastOf('.states session.query(User).all()')
    expect(printed).toContain('first 20 of 50 objects')
  })

  test('an expression that is no object, or that throws', async () => {
    expect(await lastOf('.states 1 + 1')).toContain('1 + 1 is not a mapped object')
    expect(await lastOf('.states nowhere')).toContain('ReferenceError: nowhere is not defined')
  })
})

describe('.diff', () => {
  test('says what a flush would write, old value to new, and nothing twice', async () => {
    const inputs = [
      'const post = session.get(Post, 1); const comment = session.get(Comment, 2)',
      'post.title = "T"; session.delete(comment); session.add(new Tag({ name: "new" }))',
    ]
    const printed = await lastOf(...inputs, '.diff')
    expect(printed).toMatch(/^ {2}title +.+ → T$/m)
    expect(printed).toMatch(/^Tag \(pending, added at In\[2\]:1:52\)\n {2}name +new$/m)
    expect(printed).toMatch(/^Comment#2 \(deleted, marked at In\[2\]:1:33\)$/m)
  })

  test('a value that was set back is no difference', async () => {
    const inputs = ['const u = session.get(User, 1); const n = u.name; u.name = "x"; u.name = n']
    expect(await lastOf(...inputs, '.diff')).toBe('nothing to flush')
  })
})

test('.schemas lists the schemas', async () => {
  expect(await lastOf('\\dn')).toMatch(/^main +default$/m)
})

describe('.echo', () => {
  test('prints statements while they run, until it is off', async () => {
    const printed = await runShell(['.echo on', 'session.get(Tag, 1).name', '.echo off', '.echo'])
    expect(printed).toContain('echo is on')
    expect(printed).toMatch(/BEGIN \(implicit\)\nSELECT tags\.id/)
    expect(printed).toMatch(/\[generated in [\d.]+s\] \(1,\)/)
    expect(printed.trimEnd().endsWith('echo is off')).toBe(true)
  })

  test('takes nothing else', async () => {
    expect(await lastOf('.echo loud')).toContain('.echo takes off, on, compact, full')
  })
})
