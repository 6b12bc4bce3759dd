/** Events of instrumentation: which classes and attributes they tell of, and when. */
import { expect, test } from 'vitest'
import {
  column,
  declarativeBase,
  event,
  integer,
  mapped,
  registry,
  string,
} from '../../../src/index.js'

test('a listener on a base hears of each class below it and of its attributes', () => {
  const models = registry()
  const Base = models.generateBase()
  const heard: unknown[] = []
  event.listen(Base, 'classInstrument', (cls: object) => heard.push(cls))
  event.listen(Base, 'attributeInstrument', (_cls: object, key: string, inst: { key: string }) =>
    heard.push([key, inst.key]),
  )
  event.listen(Base, 'classUninstrument', () => heard.push('gone'))
  event.listen(Base, 'attributeInstrument', () => heard.push('never'), { propagate: false })
  class Tag extends Base.model('tag', {
    id: column(integer, { primaryKey: true }),
    label: column(string),
  }) {
    static {
      mapped(this)
    }
  }
  new Tag()
  models.dispose()
  expect(heard).toEqual([Tag, ['id', 'id'], ['label', 'label'], 'gone'])
})

test('firstInit is heard once for a class, before its first init, with arguments by name', () => {
  const Base = declarativeBase()
  class Tag extends Base.model('tag', { id: column(integer, { primaryKey: true }) }) {
    static {
      mapped(this)
    }
  }
  const heard: unknown[] = []
  event.listen(Tag, 'firstInit', ({ cls }: { cls: unknown }) => heard.push(cls === Tag), {
    named: true,
  })
  event.listen(Tag, 'init', () => heard.push('init'))
  new Tag()
  new Tag()
  expect(heard).toEqual([true, 'init', 'init'])
})
