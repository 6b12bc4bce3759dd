/** Expired, deferred and refreshed attributes: which columns are read, when, and what happens when the row is gone. */
import { beforeEach, describe, expect, test } from 'vitest'
import { column } from '../../../src/schema/column.js'
import { declarativeBase } from '../../../src/orm/declarative/base.js'
import { deferred } from '../../../src/orm/declarative/column-declarations.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { ObjectDeletedError } from '../../../src/orm/loading/errors.js'
import {
  defer,
  load,
  loadOnly,
  undefer,
  undeferGroup,
} from '../../../src/orm/loading/options/loader-options.js'
import type { Session } from '../../../src/orm/session/session.js'
import { insert, integer, select, string, text } from '../../../src/sql/index.js'
import { recordStatements } from '../../helpers/expect-statements.js'
import { fixtureSession } from '../../helpers/fixture-session.js'

const Base = declarativeBase()

class Doc extends Base.model('doc', {
  id: column(integer, { primaryKey: true }),
  title: column(string),
  body: deferred(column(string, { nullable: true })),
  photo: deferred(column(string, { nullable: true }), { group: 'media' }),
  video: deferred(column(string, { nullable: true }), { group: 'media' }),
}) {
  static {
    mapped(this)
  }
}

let session: Session

beforeEach(() => {
  session = fixtureSession(Base.metadata)
  session.execute(insert(Doc), [{ id: 1, title: 't', body: 'b', photo: 'p', video: 'v' }])
  session.commit()
})

function sent(work: () => void): string[] {
  return recordStatements(session, work)
    .filter(({ origin }) => origin !== null)
    .map(({ sql }) => sql)
}

function one(): Doc {
  return session.scalars(select(Doc)).one()
}

describe('deferred', () => {
  test('columns are read on access, groups together', () => {
    let doc: Doc
    expect(sent(() => (doc = one()))).toEqual(['SELECT doc.id, doc.title FROM doc'])
    expect(sent(() => expect(doc.body).toBe('b'))).toEqual([
      'SELECT doc.body AS doc_body FROM doc WHERE doc.id = ?',
    ])
    expect(sent(() => expect([doc.photo, doc.video]).toEqual(['p', 'v']))).toEqual([
      'SELECT doc.photo AS doc_photo, doc.video AS doc_video FROM doc WHERE doc.id = ?',
    ])
  })

  test('undefer brings them along', () => {
    expect(sent(() => session.scalars(select(Doc).options(undefer(Doc.body))).all())).toEqual([
      'SELECT doc.id, doc.title, doc.body FROM doc',
    ])
    expect(sent(() => session.scalars(select(Doc).options(undeferGroup('media'))).all())).toEqual([
      'SELECT doc.id, doc.title, doc.photo, doc.video FROM doc',
    ])
  })

  test('defer leaves a column out for this query, raiseload makes it an error', () => {
    const doc = session.scalars(select(Doc).options(defer(Doc.title))).one()
    expect(sent(() => expect(doc.title).toBe('t'))).toEqual([
      'SELECT doc.title AS doc_title FROM doc WHERE doc.id = ?',
    ])
    session.expungeAll()
    const strict = session.scalars(select(Doc).options(loadOnly(Doc.id, { raiseload: true }))).one()
    expect(() => strict.title).toThrow("'Doc.title' is not available due to raiseload=True")
  })
})

describe('expired', () => {
  test('one access reads all columns that are loaded by default', () => {
    const doc = one()
    session.commit()
    expect(sent(() => expect(doc.title).toBe('t'))).toEqual([
      'SELECT doc.id AS doc_id, doc.title AS doc_title FROM doc WHERE doc.id = ?',
    ])
  })

  test('a row that is gone is an error', () => {
    const doc = one()
    session.execute(text('DELETE FROM doc'))
    session.expire(doc)
    expect(() => doc.title).toThrow(ObjectDeletedError)
  })

  test('refresh() reads with plain names', () => {
    const doc = one()
    expect(sent(() => session.refresh(doc))).toEqual([
      'SELECT doc.id, doc.title FROM doc WHERE doc.id = ?',
    ])
  })
})

test('Load() begins at an entity', () => {
  const option = load(Doc).loadOnly(Doc.title)
  expect(sent(() => session.scalars(select(Doc).options(option)).all())).toEqual([
    'SELECT doc.id, doc.title FROM doc',
  ])
})
