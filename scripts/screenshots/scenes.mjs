/** What the pictures show: keys, and what the screen shows when they have been served. */
const prompt = (number) => new RegExp(`^In \\[${number}\\]:[^]*F1 keys`, 'm')
const run = (number, code) => ({ keys: `${code}\r`, until: prompt(number + 1) })

const LOOP = 'for (const p of session.scalars(select(Post).limit(9)).all()) p.author.name'

export const SCENES = [
  {
    name: 'welcome',
    title: 'orm-shell: models in scope, a session open',
    rows: 22,
    steps: [
      run(1, 'session.query(User).count()'),
      run(2, 'const post = session.get(Post, 1)'),
      run(3, 'post.title'),
    ],
  },
  {
    name: 'receipt',
    title: 'What an input cost: every statement with its cause',
    rows: 30,
    steps: [
      run(1, "const post = session.get(Post, 1); post.title = 'A better title';"),
      run(2, 'post.comments.length'),
      run(3, '.sql'),
    ],
  },
  {
    name: 'n-plus-one',
    title: 'N+1 loads: caught, explained, the fix proven',
    columns: 110,
    rows: 34,
    steps: [run(1, LOOP), run(2, '.n1'), run(3, '.n1 fix')],
  },
  {
    name: 'objects',
    title: 'F3: what a flush would write, object by object',
    columns: 110,
    rows: 24,
    steps: [
      run(
        1,
        'const [first, second] = session.query(Post).limit(4).all(); const tag = session.get(Tag, 3)',
      ),
      run(2, "first.title = 'A better title'; second.views += 1;"),
      run(3, "session.add(new Tag({ name: 'observability' })); session.delete(tag)"),
      { keys: '\x1bOR', until: /objects · [^]*▸ / },
      { keys: '\x1b[B', until: /▸ Post/ },
    ],
  },
  {
    name: 'explain',
    title: 'How the database executes a query',
    rows: 25,
    steps: [
      run(1, ".explain select(Post).join(Post.author).where(User.name.eq('claude.johnson'))"),
      run(2, '.explain select(Post).orderBy(Post.views.desc()).limit(3)'),
    ],
  },
  {
    name: 'completion',
    title: 'Tab knows models, columns and relationships',
    rows: 20,
    steps: [
      run(1, 'const post = session.get(Post, 1)'),
      { keys: 'select(Post).where(Post.', until: /Post\.$/m },
      { keys: '\t', until: /▸ / },
      { keys: '\x1b[B\x1b[B', until: /▸ slug/ },
    ],
  },
  {
    name: 'table',
    title: 'Results as tables, aligned by type',
    columns: 116,
    rows: 24,
    steps: [
      run(
        1,
        'session.execute(select(User.name, User.email, func.count(Post.id).label("posts"), func.max(Post.publishedAt).label("latest")).join(User.posts).groupBy(User.id).orderBy(desc("posts")).limit(8)).all()',
      ),
    ],
  },
  {
    name: 'error',
    title: 'Errors say what happened and what to do',
    rows: 24,
    steps: [
      run(1, "session.query(Post).filterBy({ titel: 'x' }).all()"),
      run(2, "session.add(new Tag({ name: 'async' })); session.flush()"),
    ],
  },
]
