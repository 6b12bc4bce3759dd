/** Names that are unpacked know what they hold. */
import { expect, test } from 'vitest'
import { translate } from '../../src/translate/translate.js'

const MODELS = `
class Box(Base):
    __tablename__ = "box"
    id: Mapped[int] = mapped_column(primary_key=True)
    items: Mapped[List["Item"]] = relationship()

class Item(Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    box_id: Mapped[int] = mapped_column(ForeignKey("box.id"))
`

test.each([
  'a, b = (Box(id=n) for n in range(2))',
  'a, b = [Box(id=n) for n in range(2)]',
  'a, b = session.scalars(select(Box))',
])('%s: a collection is compared as a list', (unpacking) => {
  const { code } = translate(`${MODELS}\n${unpacking}\na.items == [one]\n`)
  expect(code).toContain('isDeepStrictEqual([...a.items], [one])')
})
