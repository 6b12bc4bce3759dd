/** The Chinook database without a model file, on SQLite and on PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  automap,
  type AutomapClass,
  createEngine,
  type Engine,
  func,
  inspect,
  joinedload,
  select,
  selectinload,
  Session,
} from 'orm-shell'
import { type Chinook, chinookOnPostgres, chinookOnSqlite } from '../../helpers/chinook.js'
import { expectQueryCount } from 'orm-shell/testing'

const databases = [
  ['SQLite', () => Promise.resolve(chinookOnSqlite())],
  ['PostgreSQL', chinookOnPostgres],
] as const

const names = [
  'Album',
  'Artist',
  'Customer',
  'Employee',
  'Genre',
  'Invoice',
  'InvoiceLine',
  'MediaType',
  'Playlist',
  'Track',
] as const

describe.each(databases)('automap of Chinook on %s', (_, open) => {
  let chinook: Chinook
  let engine: Engine
  let classes: Readonly<Record<(typeof names)[number], AutomapClass>>
  let session: Session

  beforeAll(async () => {
    chinook = await open()
    engine = createEngine(chinook.url)
    classes = automap(engine).classes as typeof classes
    session = new Session(engine)
  })

  afterAll(() => {
    session.close()
    engine.dispose()
    chinook.remove()
  })

  it('has a class for each table that is more than a link between two others', () => {
    expect(Object.keys(classes).sort()).toEqual(names)
  })

  it('names relationships so that they read well', () => {
    const named = Object.entries(classes).map(([name, class_]) => [
      name,
      inspect(class_)
        .relationships.map(
          ({ key, uselist, mapper }) => `${key}: ${mapper.className}${uselist ? '[]' : ''}`,
        )
        .sort(),
    ])
    expect(Object.fromEntries(named)).toEqual({
      Album: ['artist: Artist', 'tracks: Track[]'],
      Artist: ['albums: Album[]'],
      Customer: ['invoices: Invoice[]', 'supportRep: Employee'],
      Employee: ['customers: Customer[]', 'reports: Employee[]', 'reportsToEmployee: Employee'],
      Genre: ['tracks: Track[]'],
      Invoice: ['customer: Customer', 'invoiceLines: InvoiceLine[]'],
      InvoiceLine: ['invoice: Invoice', 'track: Track'],
      MediaType: ['tracks: Track[]'],
      Playlist: ['tracks: Track[]'],
      Track: [
        'album: Album',
        'genre: Genre',
        'invoiceLines: InvoiceLine[]',
        'mediaType: MediaType',
        'playlists: Playlist[]',
      ],
    })
  })

  it('walks from row to row', () => {
    const { Artist, Employee, Playlist, Track } = classes
    const artist = session.scalars(select(Artist).where(Artist.name.eq('AC/DC'))).one()
    expect(artist.albums.map((album: { title: string }) => album.title).sort()).toEqual([
      'For Those About To Rock We Salute You',
      'Let There Be Rock',
    ])
    const chief = session.scalars(select(Employee).where(Employee.reportsTo.is(null))).one()
    expect(chief.reportsToEmployee).toBeNull()
    expect(chief.reports.map((each: { lastName: string }) => each.lastName).sort()).toEqual([
      'Edwards',
      'Mitchell',
    ])
    expect(chief.reports[0].reportsToEmployee).toBe(chief)
    const track = session.get(Track, 1)
    expect(track.playlists.map((each: { name: string }) => each.name).sort()).toContain(
      'Heavy Metal Classic',
    )
    expect(session.get(Playlist, 17).tracks).toContain(track)
  })

  it('reads decimals and dates as what they are', () => {
    const { Invoice } = classes
    const invoice = session.get(Invoice, 1)
    expect(invoice.total).toBe('1.98')
    expect(invoice.invoiceDate).toEqual(new Date('2021-01-01T00:00:00Z'))
  })

  it('joins and loads eagerly', () => {
    const { Album, Artist, Track } = classes
    const counts = session
      .execute(
        select(Artist.name, func.count(Track.trackId))
          .join(Artist.albums)
          .join(Album.tracks)
          .groupBy(Artist.name)
          .orderBy(func.count(Track.trackId).desc())
          .limit(2),
      )
      .all()
    expect(counts.map((row) => [...row])).toEqual([
      ['Iron Maiden', 213],
      ['U2', 135],
    ])
    expectQueryCount(engine, 3, () => {
      const albums = session
        .scalars(
          select(Album)
            .where(Album.albumId.le(20))
            .options(
              joinedload(Album.artist),
              selectinload(Album.tracks).selectinload(Track.playlists),
            ),
        )
        .all()
      for (const album of albums) {
        expect(album.artist.name).not.toBe('')
        for (const track of album.tracks) expect(track.playlists.length).toBeGreaterThan(0)
      }
    })
  })

  it('writes what was changed, with keys the database gives', () => {
    const { Album, Artist, Playlist } = classes
    const artist = new Artist({ name: 'Nobody' })
    artist.albums.push(new Album({ title: 'Nothing' }))
    const playlist = session.get(Playlist, 18)
    const before = playlist.tracks.length
    playlist.tracks.pop()
    session.add(artist)
    session.flush()
    expect(artist.artistId).toBe(276)
    expect(artist.albums[0].albumId).toBe(348)
    session.expireAll()
    expect(playlist.tracks).toHaveLength(before - 1)
    session.rollback()
    expect(playlist.tracks).toHaveLength(before)
  })
})
