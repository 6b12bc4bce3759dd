/** Results and rows: shapes, "exactly one", uniqueness, columns, mappings, freezing, closing. */
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  MultipleResultsFound,
  NoResultFound,
  NoSuchColumnError,
  ResourceClosedError,
} from '../../src/engine/errors.js'
import { Result } from '../../src/engine/result.js'
import { ResultMetaData } from '../../src/engine/result/result-metadata.js'
import { BufferedRows, ChunkedRows } from '../../src/engine/result/row-source.js'
import { Row } from '../../src/engine/row.js'

const column = { name: 'x' }

function result(rows: unknown[][], keys = ['id', 'x']): Result {
  const columns = keys.map((key) => ({ key, objects: key === 'x' ? [column] : [] }))
  return new Result(new ResultMetaData(columns), new BufferedRows(rows.map((row) => [...row])))
}

const letters = [
  [1, 'a'],
  [2, 'b'],
  [3, 'c'],
]

describe('a row', () => {
  const row = result(letters).one.bind(result([[1, 'a']]))()

  test('is read by position, name, mapping and as an object', () => {
    const [id, x] = row
    expect([id, x, row[0], row['id'], row['x'], row.length]).toEqual([1, 'a', 1, 1, 'a', 2])
    expect(row.asObject()).toEqual({ id: 1, x: 'a' })
    expect(row.keys()).toEqual(['id', 'x'])
    expect(row).toBeInstanceOf(Row)
    expect(row).toEqual([1, 'a'])
    expect(row.map(String)).not.toBeInstanceOf(Row)
    expect(inspect(row)).toBe("(1, 'a')")
    expect(JSON.stringify(row)).toBe('[1,"a"]')
  })

  test('is mapped by name and by column', () => {
    const { mapping } = row
    expect([mapping['x'], mapping.get('x'), mapping.get(column)]).toEqual(['a', 'a', 'a'])
    expect([mapping.has('x'), mapping.has('y'), mapping.keys(), mapping.entries()]).toEqual([
      true,
      false,
      ['id', 'x'],
      [
        ['id', 1],
        ['x', 'a'],
      ],
    ])
    expect({ ...mapping }).toEqual({ id: 1, x: 'a' })
    expect(() => mapping.get('nope')).toThrow("Could not locate column in row for column 'nope'")
  })

  test('prefers the names of its columns to the methods of arrays', () => {
    const odd = result([[7, 8, 9]], ['values', 'map', 'length']).one()
    expect([odd['values'], odd['map'], odd.length, odd.mapping.get('length')]).toEqual([7, 8, 3, 9])
  })

  test('of columns with the same name shows the last', () => {
    const twice = result([[1, 2]], ['q', 'q']).one()
    expect([twice['q'], twice[0], twice.keys()]).toEqual([2, 1, ['q', 'q']])
  })
})

describe('a result', () => {
  test('is fetched all at once, by one, by some, and is then empty', () => {
    const all = result(letters)
    expect([all.all(), all.all(), all.closed]).toEqual([letters, [], false])
    const pieces = result(letters)
    expect([pieces.fetchone(), pieces.fetchmany(5), pieces.fetchone()]).toEqual([
      [1, 'a'],
      letters.slice(1),
      null,
    ])
    expect([...result(letters)]).toEqual(letters)
    expect([...result(letters).partitions(2)]).toEqual([letters.slice(0, 2), letters.slice(2)])
    expect([...result(letters).yieldPer(2).partitions()].map((rows) => rows.length)).toEqual([2, 1])
  })

  test('gives its first or only row, and is closed by that', () => {
    const first = result(letters)
    expect(first.first()).toEqual([1, 'a'])
    expect(() => first.all()).toThrow(ResourceClosedError)
    expect(result([]).first()).toBeNull()
    expect(result([[1, 'a']]).one()).toEqual([1, 'a'])
    expect(() => result([]).one()).toThrow(
      new NoResultFound('No row was found when one was required'),
    )
    expect(() => result(letters).one()).toThrow(
      new MultipleResultsFound('Multiple rows were found when exactly one was required'),
    )
    expect(result([]).oneOrNone()).toBeNull()
    expect(() => result(letters).oneOrNone()).toThrow(
      new MultipleResultsFound('Multiple rows were found when one or none was required'),
    )
  })

  test('gives single values', () => {
    expect([result(letters).scalar(), result([]).scalar()]).toEqual([1, null])
    expect(result(letters).scalars('x').all()).toEqual(['a', 'b', 'c'])
    expect(result(letters).scalars(column).first()).toBe('a')
    expect(result([[5, 'a']]).scalarOne()).toBe(5)
    expect(() => result(letters).scalarOne()).toThrow(MultipleResultsFound)
    expect(result([]).scalarOneOrNone()).toBeNull()
  })

  test('is mapped, and reduced to some columns', () => {
    expect(result(letters).mappings().all()[1]).toEqual({ id: 2, x: 'b' })
    expect(result(letters).mappings().columns('x').first()).toEqual({ x: 'a' })
    const picked = result(letters).columns('x', 0)
    expect([picked.keys(), picked.first()]).toEqual([
      ['x', 'id'],
      ['a', 1],
    ])
    expect(() => result(letters).columns('nope')).toThrow(NoSuchColumnError)
  })

  test('drops rows that came before', () => {
    const doubled = [
      [1, 'a'],
      [2, 'b'],
      [1, 'a'],
      [1, 'c'],
    ]
    expect(result(doubled).unique().all()).toEqual([
      [1, 'a'],
      [2, 'b'],
      [1, 'c'],
    ])
    expect(result(doubled).scalars().unique().all()).toEqual([1, 2])
    expect(result(doubled).unique().scalars().all()).toEqual([1, 2])
    expect(
      result(doubled)
        .unique((row) => row[0])
        .all(),
    ).toHaveLength(2)
    expect(result(doubled).unique().fetchmany(3)).toHaveLength(3)
    expect(
      result([
        [1, 'a'],
        [1, 'a'],
      ])
        .unique()
        .one(),
    ).toEqual([1, 'a'])
    const dates = [
      [new Date(5), 'a'],
      [new Date(5), 'a'],
    ]
    expect(result(dates).unique().all()).toHaveLength(1)
  })

  test('is frozen and merged', () => {
    const frozen = result(letters).freeze()
    expect([frozen().first(), frozen().scalars().all()]).toEqual([
      [1, 'a'],
      [1, 2, 3],
    ])
    expect(
      result(letters)
        .merge(result([[4, 'd']]))
        .scalars('x')
        .all(),
    ).toEqual(['a', 'b', 'c', 'd'])
  })

  test('makes rows in chunks only when they are asked for', () => {
    const made: (number | null)[] = []
    const chunks = function* (size: number | null): Generator<unknown[][]> {
      for (const row of letters) {
        made.push(size)
        yield [[...row]]
      }
    }
    const lazy = new Result(
      new ResultMetaData([{ key: 'id' }, { key: 'x' }]),
      new ChunkedRows(chunks),
    )
    expect(lazy.yieldPer(1).fetchone()).toEqual([1, 'a'])
    expect(made).toEqual([1])
    expect(lazy.all()).toHaveLength(2)
  })

  test('can demand unique()', () => {
    const requireUnique = (): never => {
      throw new RangeError('unique, please')
    }
    const make = (): Result =>
      new Result(new ResultMetaData([{ key: 'id' }]), new BufferedRows([[1], [1]]), {
        requireUnique,
      })
    expect(() => make().all()).toThrow(RangeError)
    expect(make().unique().all()).toEqual([[1]])
  })
})
