/** The service, as its clients see it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { createAsyncEngine, createEngine } from 'orm-shell'
import { expectQueryCount } from 'orm-shell/testing'
import { buildApp } from './app.js'
import { buildAsyncApp } from './async-app.js'
import { Base } from './models.js'

const ada = { email: 'ada@example.com', username: 'ada', password: 'correct horse' }

interface UserJson {
  readonly id: number
  readonly username: string
}

describe('the service', () => {
  const engine = createEngine('sqlite://')
  let app: FastifyInstance
  beforeEach(() => {
    Base.metadata.createAll(engine)
    app = buildApp(engine)
  })
  afterEach(async () => {
    await app.close()
    Base.metadata.dropAll(engine)
  })
  const post = (payload: object) => app.inject({ method: 'POST', url: '/users', payload })
  const get = (url: string) => app.inject({ method: 'GET', url })

  test('creates a user and does not show the password', async () => {
    const response = await post(ada)
    expect(response.statusCode).toBe(201)
    expect(response.json()).toEqual({
      id: 1,
      email: 'ada@example.com',
      username: 'ada',
      isActive: true,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    })
    expect((await get('/users/1')).json()).toEqual(response.json())
  })

  test('refuses an address that is taken, and a body that is wrong', async () => {
    await post(ada)
    const again = await post({ ...ada, username: 'other' })
    expect([again.statusCode, again.json<{ message: string }>().message]).toEqual([
      400,
      'Email already registered',
    ])
    expect((await post({ ...ada, email: 'nowhere' })).statusCode).toBe(400)
    expect((await post({ email: 'bob@example.com' })).statusCode).toBe(400)
  })

  test('answers in pages', async () => {
    for (let i = 0; i < 5; i += 1) {
      await post({ ...ada, email: `user${i}@example.com`, username: `user${i}` })
    }
    const names = async (url: string) =>
      (await get(url)).json<UserJson[]>().map(({ username }) => username)
    expect(await names('/users')).toHaveLength(5)
    expect(await names('/users?skip=1&limit=2')).toEqual(['user1', 'user2'])
    expect((await get('/users?limit=1000')).statusCode).toBe(400)
  })

  test('changes and deletes', async () => {
    await post(ada)
    const payload = { email: 'ada@lovelace.com', username: 'lovelace' }
    const changed = await app.inject({ method: 'PUT', url: '/users/1', payload })
    expect(changed.json()).toMatchObject({ id: 1, ...payload })
    expect((await app.inject({ method: 'DELETE', url: '/users/1' })).statusCode).toBe(204)
    expect((await get('/users/1')).statusCode).toBe(404)
  })

  test('says when there is no such user', async () => {
    for (const method of ['GET', 'DELETE'] as const) {
      const response = await app.inject({ method, url: '/users/99' })
      expect([response.statusCode, response.json<{ message: string }>().message]).toEqual([
        404,
        'User not found',
      ])
    }
    expect((await get('/users/abc')).statusCode).toBe(400)
  })

  test('a failed request leaves nothing behind', async () => {
    await post(ada)
    const clash = await post({ ...ada, email: 'other@example.com' })
    expect(clash.statusCode).toBe(500)
    expect((await get('/users')).json()).toHaveLength(1)
  })

  test('the list is one statement', async () => {
    await post(ada)
    await expectQueryCount(engine, 1, () => get('/users'))
  })
})

describe('the asynchronous service', () => {
  test('serves the same models', async () => {
    const engine = createAsyncEngine('sqlite://')
    await Base.metadata.createAll(engine)
    const app = buildAsyncApp(engine)
    const created = await app.inject({ method: 'POST', url: '/users', payload: ada })
    expect(created.statusCode).toBe(201)
    const found = await app.inject({ method: 'GET', url: '/users/1' })
    expect(found.json()).toMatchObject({ id: 1, username: 'ada', isActive: true })
    const missing = await app.inject({ method: 'GET', url: '/users/2' })
    expect(missing.statusCode).toBe(404)
    const listed = await app.inject({ method: 'GET', url: '/users?limit=10' })
    expect(listed.json()).toHaveLength(1)
    await app.close()
    await engine.dispose()
  })
})
