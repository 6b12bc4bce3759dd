/** The service with synchronous sessions: one per request, closed when the response is out. */
import fastify, { type FastifyInstance } from 'fastify'
import { select, sessionmaker, type Engine, type Session } from 'orm-shell'
import { User } from './models.js'
import { hashPassword } from './passwords.js'
import {
  byId,
  newUser,
  page,
  userBody,
  userResponse,
  usersResponse,
  type ById,
  type NewUser,
  type Page,
  type UserBody,
} from './schemas.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The session of the request. */
    db: Session
  }
}

const notFound = { statusCode: 404, error: 'Not Found', message: 'User not found' } as const
const taken = {
  statusCode: 400,
  error: 'Bad Request',
  message: 'Email already registered',
} as const

export function buildApp(engine: Engine): FastifyInstance {
  const SessionLocal = sessionmaker({ bind: engine })
  const app = fastify()
  app.decorateRequest('db')
  app.addHook('onRequest', async (request) => {
    request.db = SessionLocal()
  })
  app.addHook('onResponse', async (request) => request.db.close())
  readRoutes(app)
  writeRoutes(app)
  return app
}

function readRoutes(app: FastifyInstance): void {
  app.get<{ Querystring: Page }>(
    '/users',
    { schema: { querystring: page, response: { 200: usersResponse } } },
    async ({ db, query }) => {
      const { skip, limit } = query
      const active = select(User).where(User.isActive.eq(true)).orderBy(User.id)
      return db.scalars(active.offset(skip).limit(limit)).all()
    },
  )

  app.get<{ Params: ById }>(
    '/users/:id',
    { schema: { params: byId, response: { 200: userResponse } } },
    async ({ db, params }, reply) => db.get(User, params.id) ?? reply.code(404).send(notFound),
  )
}

function writeRoutes(app: FastifyInstance): void {
  app.post<{ Body: NewUser }>(
    '/users',
    { schema: { body: newUser, response: { 201: userResponse } } },
    async ({ db, body }, reply) => {
      const { email, username, password } = body
      const known = db.execute(select(User).where(User.email.eq(email))).scalarOneOrNone()
      if (known) return reply.code(400).send(taken)
      const user = new User({ email, username, hashedPassword: hashPassword(password) })
      db.add(user)
      db.commit()
      db.refresh(user)
      return reply.code(201).send(user)
    },
  )

  app.put<{ Params: ById; Body: UserBody }>(
    '/users/:id',
    { schema: { params: byId, body: userBody, response: { 200: userResponse } } },
    async ({ db, params, body }, reply) => {
      const user = db.get(User, params.id)
      if (!user) return reply.code(404).send(notFound)
      user.email = body.email
      user.username = body.username
      db.commit()
      db.refresh(user)
      return user
    },
  )

  app.delete<{ Params: ById }>(
    '/users/:id',
    { schema: { params: byId } },
    async ({ db, params }, reply) => {
      const user = db.get(User, params.id)
      if (!user) return reply.code(404).send(notFound)
      db.delete(user)
      db.commit()
      return reply.code(204).send()
    },
  )
}
