/** Commands about the session's state: what they show costs no SQL, what they take back is as it was. */
import { describe, expect, test } from 'vitest'
import { Base, seed, User } from '../../../sample-models/index.js'
import { instanceState } from '../../../src/orm/state/state-of.js'
import type { ShellContext } from '../../../src/shell/commands/command.js'
import { blastRadius } from '../../../src/shell/commands/state/cascade.js'
import { formatPlain } from '../../../src/shell/format/plain.js'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { runShell } from '../../helpers/run-shell.js'

async function outputs(...inputs: readonly string[]): Promise<readonly string[]> {
  const transcript = await runShell(inputs)
  return transcript
    .split(/^>>> /m)
    .slice(1)
    .map((part) => part.split('\n').slice(1).join('\n').replace(/\n$/, ''))
}

async function lastOf(...inputs: readonly string[]): Promise<string> {
  return (await outputs(...inputs)).at(-1) ?? ''
}

const post = 'const post = session.get(Post, 1)'
const retitled = "post.title = 'New';"

describe('what shows the state', () => {
  test('emits no statement and loads nothing', async () => {
    const looking = [
      '.pending',
      '.dirty',
      '.deleted',
      '.diff',
      '.states',
      '.state post',
      '.identity',
      '.flush --preview',
    ]
    const transcript = await runShell([post, retitled, ...looking], { receipts: true })
    expect(transcript.slice(transcript.indexOf('>>> .pending'))).not.toMatch(/^\d+ statement.* · /m)
    expect(await lastOf(post, retitled, ...looking, '.identity')).toMatch(
      /^Post#1 +dirty +9 of 14/m,
    )
  })

  test('names the line that made an object what it is', async () => {
    expect(await lastOf(post, retitled, '.dirty')).toBe(
      'Post#1 (persistent, changed at In[2]:1:12)\n  title  The quiet cost of slow queries → New',
    )
    expect(await lastOf("session.add(new Tag({ name: 'x' }))", '.pending')).toMatch(
      /^Tag \(pending, added at In\[1\]:1:9\)\n {2}name {2}x$/,
    )
    expect(await lastOf('session.delete(session.get(Tag, 1))', '.deleted')).toMatch(
      /^Tag#1 \(deleted, marked at In\[1\]:1:15\)/,
    )
  })

  test('tells what reading an attribute costs', async () => {
    const printed = await lastOf(post, 'session.get(User, 19);', '.state post')
    expect(printed).toMatch(/^Post#1 · persistent, loaded by In\[1\]$/m)
    expect(printed).toMatch(/^author +‹not loaded› +no SQL: User#19 is in the session$/m)
    expect(printed).toMatch(/^comments +‹not loaded› +1 SELECT from comments$/m)
    expect(await lastOf(post, '.expire post', '.state post')).toMatch(
      /^title +‹expired› +1 SELECT, with all that is expired$/m,
    )
  })

  test('an object that is printed says so too', async () => {
    const printed = await lastOf('session.get(User, 19);', 'session.get(Post, 1)')
    expect(printed).toMatch(/^ {2}author +‹not loaded · no SQL: User#19 is in the session›$/m)
    expect(printed).toMatch(/^ {2}comments +‹not loaded · 1 SELECT from comments›$/m)
  })

  test('compares inputs', async () => {
    const inputs = [post, retitled, "post.slug = 'new';", "post.title = 'Newer';"]
    expect(await lastOf(...inputs, '.diff 3')).toMatch(/^Post#1 +slug +\S+ +new$/m)
    const both = await lastOf(...inputs, '.diff 1 4')
    expect(both).toMatch(/^Post#1 +title +The quiet.* Newer$/m)
    expect(both).toContain('2 values changed')
    expect(await lastOf('.diff x')).toContain('hint: .diff 3 7')
  })
})

describe('.flush --preview', () => {
  test('shows the statements in order with keys yet to come, and changes nothing', async () => {
    const inputs = [
      post,
      "const tag = new Tag({ name: 'x' }); tag.posts.push(post); session.add(tag)",
      '.flush --preview',
    ]
    expect((await outputs(...inputs)).at(-1)).toMatch(
      /INSERT INTO tags \(name\) VALUES \(\?\)\n\('x'\)\nINSERT INTO post_tags .*\n\(1, ‹tags\.id 1›\)/,
    )
    expect(await lastOf(...inputs, '[tag.id, session.new.size]')).toMatch(/undefined, 1|null, 1/)
    expect(await lastOf(...inputs, 'session.commit(); tag.id > 0')).toBe('true')
  })

  test('the real flush sends the same', async () => {
    const inputs = [
      'const [user, post, tag] = [session.get(User, 3), session.get(Post, 1), session.get(Tag, 9)]',
      'tag.posts.length',
      "for (const body of ['a', 'b']) session.add(new Comment({ post, author: user, body }))",
      "user.name = 'x'; session.delete(tag)",
    ]
    const texts = (text: string) =>
      text.split('\n').filter((line) => /^(INSERT|UPDATE|DELETE)/.test(line))
    const [preview, real] = [
      await lastOf(...inputs, '.flush?'),
      await lastOf(...inputs, 'session.flush()', '.sql'),
    ]
    expect(texts(preview).length).toBeGreaterThan(2)
    expect(texts(preview)).toEqual(texts(real))
  })

  test('reads what the flush would have to know when it may', async () => {
    const inputs = ['session.delete(session.get(Tag, 9))']
    expect(await lastOf(...inputs, '.flush?')).toContain('may add statements')
    expect(await lastOf(...inputs, '.flush --preview --read')).toContain('DELETE FROM post_tags')
  })

  test('without changes, and with something else', async () => {
    expect(await lastOf('.flush?')).toBe('nothing to flush')
    expect(await lastOf('.flush now')).toContain('.flush takes nothing or --preview')
    expect(await lastOf(post, retitled, '.flush')).toContain('flushed: 1 changed')
  })
})

describe('.revert', () => {
  test('takes one attribute back, or all', async () => {
    const changed = [post, "post.title = 'New'; post.slug = 'new';"]
    expect(await lastOf(...changed, '.revert post title', '[post.title, post.slug]')).toMatch(
      /quiet.*'new'/,
    )
    expect(await lastOf(...changed, '.revert post', 'session.dirty.size')).toBe('0')
    expect(await lastOf(...changed, '.revert post titel')).toContain('did you mean title?')
  })

  test('a reference that was not loaded makes nobody an orphan', async () => {
    const inputs = [post, 'post.author = session.get(User, 3);', '.revert post', '.flush?']
    expect(await lastOf(...inputs)).toBe('nothing to flush')
    expect(await lastOf(...inputs, 'post.author.id')).toBe('19')
  })

  test('collections get their members back, new objects leave, deleted ones stay', async () => {
    expect(
      await lastOf(
        post,
        'const before = post.tags.length; post.tags.pop();',
        '.revert post',
        'post.tags.length === before',
      ),
    ).toBe('true')
    const inputs = [
      "session.add(new Tag({ name: 'x' })); session.delete(session.get(Tag, 1))",
      '.revert all',
    ]
    expect(await lastOf(...inputs, '[session.new.size, session.deleted.size]')).toBe('[ 0, 0 ]')
  })
})

describe('.refresh, .expire and .cascade', () => {
  test('say which changes are lost', async () => {
    expect(await lastOf(post, retitled, '.refresh post')).toBe(
      'Post#1: refreshed; changes lost: title',
    )
    expect(await lastOf(post, retitled, '.expire post')).toBe(
      'Post#1: expired; changes lost: title',
    )
    expect(await lastOf(post, '.expire all')).toBe('1 objects expired')
  })

  test('.cascade counts the rows per table and leaves the session alone', async () => {
    const inputs = ['const user = session.get(User, 1)', '.cascade user']
    expect(await lastOf(...inputs)).toMatch(/^posts +13$/m)
    expect(await lastOf(...inputs, '[session.deleted.size, session.identityMap.size]')).toBe(
      '[ 0, 1 ]',
    )
    expect(await lastOf('.cascade new Tag()')).toContain('not in the database yet')
  })

  test('.cascade stops looking after a while, and says what it has found', () => {
    const session = fixtureSession(Base.metadata)
    seed(session)
    const models = { mappers: [] }
    const context = { session, engine: session.bind, models } as unknown as ShellContext
    const user = instanceState(session.get(User, 1) as object)
    const text = (within: number) =>
      blastRadius(user, context, within)
        .map((block) => formatPlain(block))
        .join('\n')
    expect(text(0)).toMatch(/users +≥ 1[^]*\(at least \d+ rows, found before it took too long/)
    expect(text(60_000)).toMatch(/users +1\n\(148 rows deleted in all/)
  })
})

describe('functions of $', () => {
  test('do what the commands do, with values, and print as they do', async () => {
    expect(await lastOf(post, retitled, '$.dirty()')).toBe(await lastOf(post, retitled, '.dirty'))
    expect(await lastOf(post, 'await $.state(post)')).toBe(await lastOf(post, '.state post'))
    expect(await lastOf(post, retitled, '$.dirty().value[0] === post')).toBe('true')
    expect(await lastOf('await $.explain(select(Post))')).toContain('SCAN posts')
  })

  test('throw where the commands print a mistake', async () => {
    expect(await lastOf("$.model('Pots')")).toContain('did you mean Post?')
  })
})

test('commands work on what `session` stands for at the prompt', async () => {
  const own = [
    "const session = new Session(createEngine('sqlite://'))",
    'Base.metadata.createAll(session.bind)',
    "session.add(new Tag({ name: 'x' }))",
  ]
  expect(await lastOf(...own, '.flush?')).toContain('INSERT INTO tags (name) VALUES (?)')
  expect(await lastOf(...own, '.commit', '.identity Tag')).toMatch(/^Tag#1 /m)
})
