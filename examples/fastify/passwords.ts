/** Passwords are kept as salted hashes. */
import { randomBytes, scryptSync } from 'node:crypto'

export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  return `${salt.toString('hex')}:${scryptSync(password, salt, 32).toString('hex')}`
}
