/** What names of the program mean: at each place, and when they were imported under another name. */
import { expect, test } from 'vitest'
import { translateMarkdown } from '../../src/translate/documents/markdown.js'
import { translate } from '../../src/translate/translate.js'

test('a class defined again means the new one below, the old one above', () => {
  const { code } = translateMarkdown(`
\`\`\`python
Base = declarative_base()

class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
    is_active = Column(Boolean)

db.query(User).filter(User.is_active == True).all()
\`\`\`

\`\`\`python
class Person(Base):
    __tablename__ = 'people'
    id = Column(Integer, primary_key=True)

class User(Person):
    __tablename__ = 'users'
    id = Column(ForeignKey('people.id'), primary_key=True)
    nick_name = Column(String)

db.query(User).filter(User.nick_name == 'ed').all()
\`\`\`
`)
  expect(code).toContain("class User extends Base.model('users', {")
  expect(code).toContain('User.is_active.eq(true)')
  expect(code).toContain("User = class User extends Person.inherits('users', {")
  expect(code).toContain("User.nick_name.eq('ed')")
})

test('an enumeration is known by the name its base was imported under', () => {
  const { code } = translate(`
from enum import Enum as PyEnum
from sqlalchemy import Enum

class Role(PyEnum):
    ADMIN = "admin"

role = Column(Enum(Role), default=Role.ADMIN)
`)
  expect(code).not.toContain('extends Enum')
  expect(code).toContain('enumType(')
})

test('helper classes stand in front of the program, functions below', () => {
  const { code } = translate('raise ValueError(sorted(xs, reverse=True))')
  expect(code.indexOf('class ValueError')).toBeLessThan(code.indexOf('throw new ValueError'))
})
