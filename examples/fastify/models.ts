/** The models of the service. They know nothing of the web. */
import {
  boolean,
  column,
  dateTime,
  declarativeBase,
  func,
  integer,
  mapped,
  string,
} from 'orm-shell'

export const Base = declarativeBase()

export class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  email: column(string(255), { unique: true, index: true }),
  username: column(string(50), { unique: true }),
  hashedPassword: column('hashed_password', string(255)),
  isActive: column('is_active', boolean, { default: true }),
  createdAt: column('created_at', dateTime({ timezone: true }), { serverDefault: func.now() }),
}) {
  static {
    mapped(this)
  }
}
