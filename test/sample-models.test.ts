/** The sample platform: what the documentation counts on being there. */
import { Session, createEngine, select } from 'orm-shell'
import {
  Base,
  Category,
  Comment,
  CommentNotification,
  Image,
  Media,
  MentionNotification,
  Notification,
  Post,
  Profile,
  Tag,
  User,
  Video,
  postTags,
  seed,
} from 'orm-shell/sample-models'
import { beforeAll, expect, test } from 'vitest'

function sampleSession(): Session {
  const engine = createEngine('sqlite://')
  Base.metadata.createAll(engine)
  const session = new Session(engine)
  seed(session)
  return session
}

let session: Session
beforeAll(() => {
  session = sampleSession()
})

test('has the announced size', () => {
  const sizes = [
    session.query(User).count(),
    session.query(Profile).count(),
    session.query(Category).count(),
    session.query(Tag).count(),
    session.query(Post).count(),
    session.query(Comment).count(),
    session.query(Media).count(),
    session.query(Notification).count(),
  ]
  expect(sizes).toEqual([50, 40, 11, 30, 500, 2000, 120, 200])
})

test('is the same every time', () => {
  const posts = (from: Session): unknown =>
    from
      .execute(select(Post.slug, Post.views, Post.authorId))
      .all()
      .map((row) => [...row])
  expect(posts(sampleSession())).toEqual(posts(session))
  expect(session.get(User, 1)?.name).toBe('ada.allen')
})

test('relationships lead there and back', () => {
  const post = session.query(Post).filter(Post.comments.any()).first()!
  expect(post.author.posts).toContain(post)
  expect(post.comments[0]!.post).toBe(post)
  expect(post.tags[0]!.posts).toContain(post)
  expect(session.get(Category, 2)!.parent!.children).toContain(session.get(Category, 2))
  expect(session.get(Profile, 1)!.user.profile).toBe(session.get(Profile, 1))
})

test('hierarchies load as what they are', () => {
  const media = session.query(Media).orderBy(Media.id).all()
  expect(media[0]).toBeInstanceOf(Image)
  expect(media.at(-1)).toBeInstanceOf(Video)
  const notices = session.query(Notification).orderBy(Notification.id).all()
  expect(notices[0]).toBeInstanceOf(CommentNotification)
  expect(notices.at(-1)).toBeInstanceOf(MentionNotification)
})

test('a pair of post and tag comes once', () => {
  const pairs = session.execute(select(postTags.c.postId, postTags.c.tagId)).all()
  expect(new Set(pairs.map(([post, tag]) => `${String(post)} ${String(tag)}`)).size).toBe(
    pairs.length,
  )
})
