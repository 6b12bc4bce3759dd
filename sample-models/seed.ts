/**
 * Fills a database with the sample platform: 50 users, 500 posts, 2,000 comments, always the same ones.
 * The default shell session, the documentation, tests and benchmarks call it.
 */
import { insert, type Session } from 'orm-shell'
import {
  Category,
  Comment,
  CommentNotification,
  Image,
  MentionNotification,
  Post,
  Profile,
  Tag,
  User,
  Video,
  postTags,
} from './models.js'
import {
  firstNames,
  lastNames,
  openings,
  remarks,
  sections,
  seededRandom,
  sentences,
  subjects,
  tagNames,
} from './words.js'

type Row = Record<string, unknown>

const counts = { users: 50, profiles: 40, posts: 500, comments: 2000, notices: 150 }
const firstDay = Date.UTC(2024, 0, 1, 9)
const hour = 3_600_000

/**
 * Inserts the sample rows in one transaction and commits; the tables must exist and be empty.
 *
 * @example
 * Base.metadata.createAll(engine)
 * seed(new Session(engine))
 */
export function seed(session: Session): void {
  const random = seededRandom(7)
  const below = (limit: number): number => Math.floor(random() * limit)
  session.execute(insert(User), users())
  session.execute(insert(Profile), profiles(below))
  session.execute(insert(Category), categories())
  session.execute(
    insert(Tag),
    numbered(tagNames.length, (id) => ({ name: tagNames[id - 1] })),
  )
  session.execute(insert(Post), posts(below))
  session.execute(insert(postTags), taggings(below))
  session.execute(insert(Comment), comments(below))
  session.bulkInsertMappings(Image, images(below), { renderNulls: true })
  session.bulkInsertMappings(Video, videos(below), { renderNulls: true })
  session.bulkInsertMappings(CommentNotification, commentNotices(below), { renderNulls: true })
  session.bulkInsertMappings(MentionNotification, mentionNotices(below), { renderNulls: true })
  session.commit()
}

type Below = (limit: number) => number

function numbered(count: number, make: (id: number) => Row): Row[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, ...make(index + 1) }))
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T
}

function users(): Row[] {
  const roles = ['editor', 'author', 'author', 'reader', 'reader'] as const
  return numbered(counts.users, (id) => {
    const first = pick(firstNames, id - 1)
    const name = `${first}.${pick(lastNames, Math.floor((id - 1) / firstNames.length) + id - 1)}`
    const email = `${name}@example.org`
    const joinedAt = new Date(firstDay + id * 7 * hour)
    return { name, email, role: pick(roles, id - 1), active: id % 9 !== 0, joinedAt }
  })
}

function profiles(below: Below): Row[] {
  return numbered(counts.profiles, (id) => ({
    userId: id,
    bio: pick(sentences, below(sentences.length)),
    website: id % 3 === 0 ? null : `https://example.org/~${id}`,
  }))
}

function categories(): Row[] {
  const rows: Row[] = []
  const add = (name: string, parentId: number | null): number =>
    rows.push({ id: rows.length + 1, name, parentId })
  for (const [section, parts] of Object.entries(sections)) {
    const parentId = add(section, null)
    for (const part of parts) add(part, parentId)
  }
  return rows
}

function posts(below: Below): Row[] {
  return numbered(counts.posts, (id) => {
    const title = `${pick(openings, below(openings.length))} ${pick(subjects, below(subjects.length))}`
    const status = id % 10 === 0 ? 'draft' : id % 17 === 0 ? 'archived' : 'published'
    return {
      title,
      slug: `${title.toLowerCase().replaceAll(' ', '-')}-${id}`,
      body: `${pick(sentences, below(sentences.length))} ${pick(sentences, id)}`,
      status,
      views: status === 'draft' ? 0 : below(5000),
      publishedAt: status === 'draft' ? null : new Date(firstDay + id * 11 * hour),
      authorId: 1 + below(counts.users),
      categoryId: id % 12 === 0 ? null : 1 + below(categoryCount()),
    }
  })
}

function categoryCount(): number {
  return Object.values(sections).reduce((sum, parts) => sum + parts.length + 1, 0)
}

/** Two or three neighbouring tags a post, so that no pair comes twice. */
function taggings(below: Below): Row[] {
  return numbered(counts.posts, () => ({})).flatMap(({ id }) => {
    const first = below(tagNames.length)
    const some = Array.from({ length: 2 + below(2) }, (_, step) => (first + step) % tagNames.length)
    return some.map((index) => ({ postId: id, tagId: index + 1 }))
  })
}

function comments(below: Below): Row[] {
  return numbered(counts.comments, (id) => ({
    body: pick(remarks, below(remarks.length)),
    createdAt: new Date(firstDay + id * 3 * hour),
    postId: 1 + below(counts.posts),
    authorId: 1 + below(counts.users),
  }))
}

function images(below: Below): Row[] {
  return numbered(90, (id) => ({
    url: `/media/${id}.webp`,
    postId: 1 + below(counts.posts),
    width: 640 * (1 + below(3)),
    height: 480,
  }))
}

function videos(below: Below): Row[] {
  return numbered(30, (id) => ({
    url: `/media/${id}.webm`,
    postId: 1 + below(counts.posts),
    seconds: 20 + below(600),
  })).map((row, index) => ({ ...row, id: 91 + index }))
}

function commentNotices(below: Below): Row[] {
  return numbered(counts.notices, (id) => ({
    createdAt: new Date(firstDay + id * 5 * hour),
    readAt: id % 2 === 0 ? new Date(firstDay + id * 6 * hour) : null,
    userId: 1 + below(counts.users),
    commentId: 1 + below(counts.comments),
  }))
}

function mentionNotices(below: Below): Row[] {
  return numbered(50, (id) => ({
    createdAt: new Date(firstDay + id * 13 * hour),
    readAt: null,
    userId: 1 + below(counts.users),
    excerpt: pick(remarks, id),
  })).map((row, index) => ({ ...row, id: counts.notices + 1 + index }))
}
