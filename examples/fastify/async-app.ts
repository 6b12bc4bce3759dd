/** The same models with asynchronous sessions: what may touch the database is awaited. */
import fastify, { type FastifyInstance } from 'fastify'
import { asyncSessionmaker, select, type AsyncEngine, type AsyncSession } from 'orm-shell'
import { User } from './models.js'
import { hashPassword } from './passwords.js'
import {
  byId,
  newUser,
  page,
  userResponse,
  usersResponse,
  type ById,
  type NewUser,
  type Page,
} from './schemas.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The asynchronous session of the request. */
    asyncDb: AsyncSession
  }
}

export function buildAsyncApp(engine: AsyncEngine): FastifyInstance {
  // Objects are sent after the commit: they must not need the database any more.
  const SessionLocal = asyncSessionmaker({ bind: engine, expireOnCommit: false })
  const app = fastify()
  app.decorateRequest('asyncDb')
  app.addHook('onRequest', async (request) => {
    request.asyncDb = SessionLocal()
  })
  app.addHook('onResponse', (request) => request.asyncDb.close())
  routes(app)
  return app
}

function routes(app: FastifyInstance): void {
  app.get<{ Querystring: Page }>(
    '/users',
    { schema: { querystring: page, response: { 200: usersResponse } } },
    async ({ asyncDb, query }) => {
      const stmt = select(User).orderBy(User.id).offset(query.skip).limit(query.limit)
      return (await asyncDb.scalars(stmt)).all()
    },
  )

  app.get<{ Params: ById }>(
    '/users/:id',
    { schema: { params: byId, response: { 200: userResponse } } },
    async ({ asyncDb, params }, reply) =>
      (await asyncDb.get(User, params.id)) ?? reply.callNotFound(),
  )

  app.post<{ Body: NewUser }>(
    '/users',
    { schema: { body: newUser, response: { 201: userResponse } } },
    async ({ asyncDb, body }, reply) => {
      const { email, username, password } = body
      const user = new User({ email, username, hashedPassword: hashPassword(password) })
      asyncDb.add(user)
      await asyncDb.commit()
      await asyncDb.refresh(user)
      return reply.code(201).send(user)
    },
  )
}
