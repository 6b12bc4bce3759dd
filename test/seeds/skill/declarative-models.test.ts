/** Skill: declarative models and their relationships. */
import { describe, expect, test } from 'vitest'
import { createTable, Session } from 'orm-shell'
import { expectSql } from '../../helpers/expect-sql.js'
import { Base, openBlog, Post, postTags, Tag, User } from './blog.js'
import { fixtureSession } from '../../helpers/fixture-session.js'

describe('basic model definition', () => {
  test('types, constraints and server defaults are in the table', () => {
    expectSql(createTable(User.__table__), {
      postgresql: `CREATE TABLE users (
        id SERIAL NOT NULL, email VARCHAR(255) NOT NULL, username VARCHAR(50) NOT NULL,
        hashed_password VARCHAR(255) NOT NULL, full_name VARCHAR(100), is_active BOOLEAN NOT NULL,
        balance NUMERIC(10, 2) NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, deleted_at TIMESTAMP WITHOUT TIME ZONE,
        PRIMARY KEY (id), UNIQUE (username) )`,
    })
  })

  test('the database gives what the program does not', () => {
    const session = fixtureSession(Base.metadata)
    const user = new User({ email: 'ada@example.com', username: 'ada' })
    session.add(user)
    session.commit()
    expect(String(user)).toBe('User(id=1, email=ada@example.com)')
    expect([user.isActive, user.fullName]).toEqual([true, null])
    expect(user.createdAt).toBeInstanceOf(Date)
    user.fullName = 'Ada Lovelace'
    session.commit()
    expect(user.updatedAt.getTime()).toBeGreaterThanOrEqual(user.createdAt.getTime())
  })
})

describe('relationships', () => {
  test('one to many, from both sides', () => {
    using session = new Session(openBlog())
    const ada = session.query(User).filterBy({ username: 'ada' }).one()
    expect(ada.posts.map(({ title }) => title)).toEqual(['First', 'Second'])
    expect(session.getOne(Post, 1).author).toBe(ada)
  })

  test('many to many, through a table', () => {
    expectSql(createTable(postTags), {
      sqlite: `CREATE TABLE post_tags ( post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, PRIMARY KEY (post_id, tag_id),
        FOREIGN KEY(post_id) REFERENCES posts (id), FOREIGN KEY(tag_id) REFERENCES tags (id) )`,
    })
    using session = new Session(openBlog())
    const sql = session.query(Tag).filterBy({ name: 'sql' }).one()
    expect(sql.posts.map(({ title }) => title).sort()).toEqual(['First', 'Second'])
    expect(session.getOne(Post, 3).tags).toEqual([])
  })
})
