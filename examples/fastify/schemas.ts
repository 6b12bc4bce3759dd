/** What requests must look like, and what responses show: never the password. */
const email = { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$' } as const
const username = { type: 'string', minLength: 1, maxLength: 50 } as const

export interface UserBody {
  readonly email: string
  readonly username: string
}

export interface NewUser extends UserBody {
  readonly password: string
}

export interface ById {
  readonly id: number
}

export interface Page {
  readonly skip: number
  readonly limit: number
}

export const userBody = {
  type: 'object',
  required: ['email', 'username'],
  properties: { email, username },
} as const

export const newUser = {
  type: 'object',
  required: ['email', 'username', 'password'],
  properties: { email, username, password: { type: 'string', minLength: 8 } },
} as const

export const byId = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer', minimum: 1 } },
} as const

export const page = {
  type: 'object',
  properties: {
    skip: { type: 'integer', minimum: 0, default: 0 },
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 100 },
  },
} as const

export const userResponse = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    email: { type: 'string' },
    username: { type: 'string' },
    isActive: { type: 'boolean' },
    createdAt: { type: 'string', format: 'date-time' },
  },
} as const

export const usersResponse = { type: 'array', items: userResponse } as const
