/** `.n1 fix`: the input runs again with the advised options, both runs are compared, and nothing of it is kept. */
import { describe, expect, test } from 'vitest'
import { runShell } from '../../helpers/run-shell.js'

const LOOP = 'for (const p of session.scalars(select(Post).limit(5)).all()) p.author.name'

async function lastOf(inputs: readonly string[]): Promise<string> {
  const transcript = await runShell(inputs)
  return transcript.slice(transcript.lastIndexOf('>>> '))
}

describe('the comparison', () => {
  test('says what both runs cost and what was proven', async () => {
    expect(await runShell([LOOP, '.n1 fix'])).toBe(
      [
        `>>> ${LOOP}`,
        '>>> .n1 fix',
        'In[1] again with .options(joinedload(Post.author))',
        '              before   after',
        '────────────  ──────  ──────',
        'statements         6       1',
        'rows              10       5',
        'database      0.0 ms  0.0 ms',
        'N+1 findings       1       0',
        'proven: 6 → 1 statement',
      ].join('\n'),
    )
  })

  test('covers sibling subclasses that one query brought in', async () => {
    const loop =
      'for (const m of session.scalars(select(Media)).all()) ' +
      'if (m instanceof Image) m.width; else if (m instanceof Video) m.seconds'
    const fixed = await lastOf([loop, '.n1 fix'])
    expect(fixed).toContain('.options(selectinPolymorphic(Media, [Image, Video]))')
    expect(fixed).toContain('proven: 121 → 3 statements')
  })

  test('covers a loop inside a loop by one chain', async () => {
    const loops =
      'for (const p of session.scalars(select(Post).limit(3)).all()) for (const c of p.comments) c.author.name'
    const fixed = await lastOf([loops, '.n1 fix'])
    expect(fixed).toMatch(/selectinload\(Post\.comments\)\.\w+load\(Comment\.author\)/)
    expect(fixed).toMatch(/N\+1 findings +\d +0/)
  })
})

describe('a loop over objects of an earlier input', () => {
  const query = 'const posts = session.scalars(select(Post).limit(5)).all()'
  const loop = 'for (const p of posts) p.author.name'

  test('runs again together with the query', async () => {
    const fixed = await lastOf([query, '.n1', loop, '.n1 fix', 'posts.length'])
    expect(fixed).toContain('5')
    const transcript = await runShell([query, loop, '.n1 fix'])
    expect(transcript).toContain('In[1], In[2] again with .options(joinedload(Post.author))')
    expect(transcript).toContain('proven: 6 → 1 statement')
  })

  test('names the line of the query', async () => {
    expect(await lastOf([query, loop, '.n1'])).toMatch(/query\s+In\[1\]:1:23 · SELECT … FROM posts/)
  })

  test('takes along what was declared between them, and nothing else', async () => {
    const between = ['const some = posts.slice(1)', 'const other = globalThis.count++']
    const inputs = ['globalThis.count = 0', query, ...between, 'some.map(p => p.author.name)']
    const transcript = await runShell([...inputs, '.n1 fix', 'count'])
    expect(transcript).toContain('In[2], In[3], In[5] again with')
    expect(transcript).toMatch(/>>> count\n1$/)
  })

  test('finds the objects as the last value', async () => {
    const list = 'session.scalars(select(Post).limit(5)).all()'
    const fixed = await lastOf([list, 'for (const p of _) p.author.name', '.n1 fix'])
    expect(fixed).toContain('proven: 6 → 1 statement')
    const numbered = ['1', list, '2', 'for (const p of _2) p.author.name', '.n1 fix']
    expect(await lastOf(numbered)).toContain('proven: 6 → 1 statement')
  })

  test('is not run again when the earlier input wrote', async () => {
    const writing = `session.add(new Tag({ name: 'x' })); session.flush(); ${query}`
    expect(await lastOf([writing, loop, '.n1 fix'])).toContain('In[1] writes to the database')
  })
})

describe('what is not run again', () => {
  test('an input that writes', async () => {
    const input = `${LOOP}; session.query(Post).first().title = 'x'; session.flush()`
    expect(await lastOf([input, '.n1 fix'])).toContain(
      'writes to the database and is not run twice',
    )
  })

  test('objects that have expired, which no option changes', async () => {
    const inputs = [
      'const users = session.scalars(select(User).limit(4)).all(); session.expireAll()',
    ]
    inputs.push('for (const u of users) u.name', '.n1 fix')
    expect(await lastOf(inputs)).toContain('these objects had expired')
  })

  test('nothing, without a finding', async () => {
    expect(await lastOf(['1', '.n1 fix'])).toContain('no N+1 loads so far')
  })
})

describe('after the second run', () => {
  const input =
    'count = 0; made = 1; posts = session.scalars(select(Post).limit(5)).all(); ' +
    'for (const p of posts) { p.author.name; add() }; "value"'
  const before = ['let count = 0; let posts = []; const add = () => count++', input]

  test('variables the input assigns, itself or through a function, are as they were', async () => {
    const inputs = [...before, 'const mine = posts', '.n1 fix', '[count, made, posts === mine]']
    expect(await lastOf(inputs)).toContain('[ 5, 1, true ]')
  })

  test('the last value is still that of the last input', async () => {
    expect(await lastOf([...before, '.n1 fix', '_'])).toBe(">>> _\n'value'")
  })

  test('objects still belong to the session', async () => {
    const inputs = [...before, '.n1 fix', 'posts[0] === session.get(Post, posts[0].id)']
    expect(await lastOf(inputs)).toContain('true')
  })

  test('what the input declares as constant is not declared twice', async () => {
    const declared =
      'const list = session.scalars(select(Post).limit(3)).all(); list.map(p => p.author.name)'
    const inputs = [declared, 'const first = list', '.n1 fix', 'list === first']
    expect(await lastOf(inputs)).toContain('true')
  })

  test('an error of the second run is shown, and the session is the own one again', async () => {
    const failing = `${LOOP}; if (globalThis.again) throw new Error('second'); globalThis.again = true`
    const transcript = await runShell([failing, '.n1 fix', 'session.get(Post, 1) !== null'])
    expect(transcript).toContain('Error: second')
    expect(transcript).toContain('\ntrue')
  })
})
