/** The model of the tutorial, printed as the tutorial prints it. */
import { inspect } from 'node:util'
import { column, declarativeBase, integer, mapped, string } from 'orm-shell'

export const Base = declarativeBase()

export class User extends Base.model('users', {
  id: column(integer, { primaryKey: true }),
  name: column(string, { nullable: true }),
  fullname: column(string, { nullable: true }),
  nickname: column(string, { nullable: true }),
}) {
  static {
    mapped(this)
  }

  override toString(): string {
    return `<User(name='${this.name}', fullname='${this.fullname}', nickname='${this.nickname}')>`
  }

  [inspect.custom](): string {
    return this.toString()
  }
}
