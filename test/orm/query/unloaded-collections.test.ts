import { describe, expect, test } from 'vitest'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { expectStatements } from '../../helpers/expect-statements.js'
import {
  column,
  declarativeBase,
  DetachedInstanceError,
  foreignKey,
  insert,
  integer,
  joinedload,
  many,
  mapped,
  one,
  Query,
  select,
  Session,
  Table,
  type AppenderQuery,
  type WriteOnlyCollection,
} from '../../../src/index.js'

const Base = declarativeBase()

const accountTags = new Table('account_tag', Base.metadata, {
  accountId: column('account_id', integer, foreignKey('account.id'), { primaryKey: true }),
  tagId: column('tag_id', integer, foreignKey('tag.id'), { primaryKey: true }),
})

class Account extends Base.model('account', {
  id: column(integer, { primaryKey: true }),
  entries: () =>
    many(Entry, {
      lazy: 'writeOnly',
      cascade: 'all, delete-orphan',
      passiveDeletes: true,
      orderBy: Entry.id,
    }),
  payments: () => many(Payment, { lazy: 'dynamic', orderBy: Payment.id, backPopulates: 'account' }),
  tags: () => many(Tag, { lazy: 'dynamic', secondary: accountTags }),
}) {
  static {
    mapped(this)
  }
}

class Entry extends Base.model('entry', {
  id: column(integer, { primaryKey: true }),
  amount: column(integer),
  accountId: column('account_id', integer, foreignKey('account.id'), { nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Payment extends Base.model('payment', {
  id: column(integer, { primaryKey: true }),
  amount: column(integer),
  accountId: column('account_id', integer, foreignKey('account.id'), { nullable: true }),
  account: () => one(Account, { backPopulates: 'payments', nullable: true }),
}) {
  static {
    mapped(this)
  }
}

class Tag extends Base.model('tag', { id: column(integer, { primaryKey: true }) }) {
  static {
    mapped(this)
  }
}

function stored() {
  const session = fixtureSession(Base.metadata)
  const account = new Account()
  account.entries.addAll([1, 2, 3].map((amount) => new Entry({ amount })))
  account.payments.extend([10, 20].map((amount) => new Payment({ amount })))
  session.add(account)
  session.commit()
  return { session, account }
}

describe('a collection that is only written', () => {
  test('gives statements', () => {
    const { session, account } = stored()
    const { id } = account
    const { entries } = account
    expectStatements(session, () => {
      const found = session.scalars(entries.select().where(Entry.amount.gt(1)).limit(1)).one()
      entries.remove(found)
      session.flush()
      session.execute(entries.update().values({ amount: 7 }))
      session.execute(entries.delete().where(Entry.amount.gt(9)))
    }, [
      [
        'SELECT entry.id, entry.amount, entry.account_id FROM entry WHERE ? = entry.account_id AND entry.amount > ? ORDER BY entry.id LIMIT ? OFFSET ?',
        ...[id, 1, 1, 0],
      ],
      ['DELETE FROM entry WHERE entry.id = ?', 2],
      ['UPDATE entry SET amount=? WHERE ? = entry.account_id', 7, id],
      ['DELETE FROM entry WHERE ? = entry.account_id AND entry.amount > ?', id, 9],
    ])
  })

  test('inserts with its key set', () => {
    const { session, account } = stored()
    const statement = account.entries.insert().returning(Entry.amount)
    expect(session.scalars(statement, [{ amount: 10 }, { amount: 20 }]).all()).toEqual([10, 20])
    expect(session.scalars(account.entries.select()).all()).toHaveLength(5)
  })

  test('cannot be iterated, replaced, or loaded along', () => {
    const { session, account } = stored()
    const entries: WriteOnlyCollection<Entry> = account.entries
    expect(() => [...(entries as unknown as Iterable<Entry>)]).toThrow(/select\(\) method/)
    const replace = () => Object.assign(account, { entries: [new Entry({ amount: 1 })] })
    expect(replace).toThrow(/does not support implicit iteration/)
    const statement = select(Account).options(joinedload(Account.entries))
    expect(() => session.scalars(statement).unique().all()).toThrow(/object population/)
  })

  test('refuses to insert into what goes through a table', () => {
    const { session } = stored()
    class Owner extends Base.model('owner', {
      id: column(integer, { primaryKey: true }),
      tags: () => many(Tag, { lazy: 'writeOnly', secondary: ownerTags }),
    }) {
      static {
        mapped(this)
      }
    }
    const ownerTags = new Table('owner_tag', Base.metadata, {
      ownerId: column('owner_id', integer, foreignKey('owner.id'), { primaryKey: true }),
      tagId: column('tag_id', integer, foreignKey('tag.id'), { primaryKey: true }),
    })
    const owner = new Owner()
    expect(session.isActive).toBe(true)
    expect(() => owner.tags.insert()).toThrow(/only supported for one-to-many/)
    expect(String(owner.tags.select())).toContain('FROM tag, owner_tag')
  })
})

describe('a dynamic collection', () => {
  test('is a query', () => {
    const { session, account } = stored()
    const payments: AppenderQuery<Payment> = account.payments
    expect(payments.count()).toBe(2)
    expect([...payments].map(({ amount }) => amount)).toEqual([10, 20])
    expect(payments.filter(Payment.amount.gt(15)).one().amount).toBe(20)
    expectStatements(session, () => account.payments.all(), [
      [
        'SELECT payment.id AS payment_id, payment.amount AS payment_amount, payment.account_id AS payment_account_id FROM payment WHERE ? = payment.account_id ORDER BY payment.id',
        1,
      ],
    ])
  })

  test('takes members in and out', () => {
    const { session, account } = stored()
    const [first] = account.payments.all()
    account.payments.remove(first as Payment)
    const third = new Payment({ amount: 30 })
    account.payments.append(third)
    expect(third.account).toBe(account)
    expect([...session.new]).toEqual([third])
    session.commit()
    expect(account.payments.all().map(({ amount }) => amount)).toEqual([20, 30])
    expect(first?.accountId).toBeNull()
  })

  test('follows the other side', () => {
    const { session, account } = stored()
    session.add(new Payment({ amount: 5, account }))
    expect(account.payments.count()).toBe(3)
  })

  test('may be replaced as a whole', () => {
    const { session, account } = stored()
    const kept = account.payments.all()[1] as Payment
    Object.assign(account, { payments: [kept, new Payment({ amount: 40 })] })
    session.commit()
    expect(account.payments.all().map(({ amount }) => amount)).toEqual([20, 40])
  })

  test('goes through an association table', () => {
    const { session, account } = stored()
    account.tags.append(new Tag())
    session.commit()
    expect(account.tags.all()).toHaveLength(1)
    expect(session.execute(select(accountTags)).all()).toHaveLength(1)
  })

  test('shows what was added to an object without identity', () => {
    const account = new Account()
    const payment = new Payment({ amount: 1 })
    account.payments.append(payment)
    expect(account.payments.all()).toEqual([payment])
    expect(account.payments.count()).toBe(1)
    expect(() => account.payments.filter(Payment.amount.gt(0))).toThrow(DetachedInstanceError)
  })

  test('is of the class of queries its session makes', () => {
    class Counting extends Query<Payment> {
      total(): number {
        return this.all().reduce((sum, { amount }) => sum + amount, 0)
      }
    }
    const { session } = stored()
    const other = new Session({ bind: session.bind, queryCls: Counting })
    const account = other.getOne(Account, 1)
    const filtered: unknown = account.payments.filter(Payment.amount.gt(0))
    expect((filtered as Counting).total()).toBe(30)
    other.close()
  })

  test('is deleted with its owner as the mapping says', () => {
    const { session, account } = stored()
    session.execute(insert(Entry), [{ amount: 9 }])
    session.delete(account)
    session.commit()
    expect(session.scalars(select(Payment.accountId)).all()).toEqual([null, null])
  })
})
