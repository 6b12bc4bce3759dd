import { describe, expect, it } from 'vitest'
import { automap, automapBase } from '../../../src/orm/automap/automap.js'
import { generateRelationship } from '../../../src/orm/automap/hooks.js'
import { mapped } from '../../../src/orm/declarative/mapped.js'
import { many } from '../../../src/orm/declarative/relationships.js'
import { plural, singular, camelCase, pascalCase } from '../../../src/orm/automap/inflect.js'
import { mapperOfClass } from '../../../src/orm/mapping/mapper-of-class.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import { MetaData as MetaDataClass } from '../../../src/schema/metadata.js'
import type { MetaData, ReflectBind } from '../../../src/schema/metadata.js'
import { Table } from '../../../src/schema/table.js'
import { createEngine } from 'orm-shell'
import { fixtureSession } from '../../helpers/fixture-session.js'
import { integer, string } from '../../../src/sql/types/constructors.js'

/** Part of the Chinook database, as reflection would find it. */
const chinook: ReflectBind<void> = {
  reflectInto(metadata: MetaData) {
    const id = (name: string) => column(name, integer, { primaryKey: true })
    const to = (name: string, target: string) =>
      column(name, integer, foreignKey(target), { nullable: true })
    new Table('Artist', metadata, [id('ArtistId'), column('Name', string(120))])
    new Table('Album', metadata, [
      id('AlbumId'),
      column('Title', string(160)),
      to('ArtistId', 'Artist.ArtistId'),
    ])
    new Table('Employee', metadata, [
      id('EmployeeId'),
      column('LastName', string(20)),
      to('ReportsTo', 'Employee.EmployeeId'),
    ])
    new Table('Customer', metadata, [id('CustomerId'), to('SupportRepId', 'Employee.EmployeeId')])
    new Table('Playlist', metadata, [id('PlaylistId')])
    new Table('Track', metadata, [id('TrackId'), to('AlbumId', 'Album.AlbumId')])
    new Table('PlaylistTrack', metadata, [
      column('PlaylistId', integer, foreignKey('Playlist.PlaylistId'), { primaryKey: true }),
      column('TrackId', integer, foreignKey('Track.TrackId'), { primaryKey: true }),
    ])
    new Table('Log', metadata, [column('Line', string)])
  },
}

/** Names that say more than the table they refer to. */
const shop: ReflectBind<void> = {
  reflectInto(metadata: MetaData) {
    const id = () => column('id', integer, { primaryKey: true })
    const to = (name: string, target: string) =>
      column(name, integer, foreignKey(`${target}.id`), { nullable: true })
    new Table('users', metadata, [id()])
    new Table('addresses', metadata, [id()])
    new Table('tickets', metadata, [id(), to('created_by', 'users'), to('assigned_to_id', 'users')])
    new Table('orders', metadata, [
      id(),
      to('billing_address_id', 'addresses'),
      to('shipping_address_id', 'addresses'),
    ])
    new Table('follows', metadata, [
      column('follower_id', integer, foreignKey('users.id'), { primaryKey: true }),
      column('followed_id', integer, foreignKey('users.id'), { primaryKey: true }),
    ])
    new Table('categories', metadata, [id(), to('parent_id', 'categories')])
    new Table('messages', metadata, [id(), to('reply_to_id', 'messages')])
    new Table('people', metadata, [id(), to('managed_by', 'people')])
  },
}

const relationships = (class_: unknown) =>
  mapperOfClass(class_)
    .relationships.map((each) => `${each.key}: ${each.mapper.className}${each.uselist ? '[]' : ''}`)
    .sort()

describe('automap', () => {
  it('names classes, attributes and relationships so that they read well', () => {
    const { classes } = automap(chinook)
    expect(Object.keys(classes).sort()).toEqual([
      'Album',
      'Artist',
      'Customer',
      'Employee',
      'Playlist',
      'Track',
    ])
    const { Album, Artist, Track, Playlist, Customer, Employee } = classes
    expect(relationships(Album)).toEqual(['artist: Artist', 'tracks: Track[]'])
    expect(relationships(Artist)).toEqual(['albums: Album[]'])
    expect(relationships(Track)).toEqual(['album: Album', 'playlists: Playlist[]'])
    expect(relationships(Playlist)).toEqual(['tracks: Track[]'])
    expect(relationships(Customer)).toEqual(['supportRep: Employee'])
    expect(relationships(Employee)).toEqual([
      'customers: Customer[]',
      'reports: Employee[]',
      'reportsToEmployee: Employee',
    ])
    expect(mapperOfClass(Album).columnAttrs.map((each) => each.key)).toEqual([
      'albumId',
      'title',
      'artistId',
    ])
  })

  it('makes classes whose objects work', () => {
    const { Album, Artist } = automap(chinook).classes
    const artist = new Artist!({ name: 'AC/DC' })
    artist.albums.push(new Album!({ title: 'Let There Be Rock' }))
    expect(artist.albums[0].artist).toBe(artist)
    expect(Album!.toString()).toContain('class')
  })

  it('tells several keys to one table apart by their columns', () => {
    const { User, Ticket, Order } = automap(shop).classes
    expect(relationships(Ticket)).toEqual(['assignedTo: User', 'createdByUser: User'])
    expect(relationships(Order)).toEqual(['billingAddress: Address', 'shippingAddress: Address'])
    expect(relationships(User)).toEqual([
      'assignedTickets: Ticket[]',
      'createdTickets: Ticket[]',
      'followedUsers: User[]',
      'followers: User[]',
    ])
  })

  it('names both ends of a tree', () => {
    const { Category, Message, Person } = automap(shop).classes
    expect(relationships(Category)).toEqual(['children: Category[]', 'parent: Category'])
    expect(relationships(Message)).toEqual(['replies: Message[]', 'replyTo: Message'])
    expect(relationships(Person)).toEqual(
      ['managedPeople: Person[]', 'managedByPerson: Person'].sort(),
    )
  })

  it('links a table with itself through another one', () => {
    const Base = automap(shop)
    const { User } = Base.classes
    const session = fixtureSession(Base.metadata)
    const [ann, bob] = [new User!({ id: 1 }), new User!({ id: 2 })]
    ann.followers.push(bob)
    expect([...bob.followedUsers]).toEqual([ann])
    session.addAll([ann, bob])
    session.commit()
    expect([...ann.followers]).toEqual([bob])
    expect([...ann.followedUsers]).toEqual([])
  })

  it('takes other names', () => {
    const Base = automapBase()
    Base.prepare(chinook, { naming: { columnName: (name) => name } })
    expect(mapperOfClass(Base.classes['Album']).hasProperty('AlbumId')).toBe(true)
  })

  it("calls SQLAlchemy's hooks with base, classes and constraint", () => {
    const Base = automapBase()
    const directions: string[] = []
    Base.prepare(chinook, {
      classnameForTable: (_base, name) => `My${name}`,
      nameForScalarRelationship: (_base, local, referred, key) =>
        `${mapperOfClass(local).className}_${referred.__table__.name}_${key.columns[0]!.name}`,
      nameForCollectionRelationship: (_base, local, referred) =>
        `${local.__table__.name}_to_${referred.__table__.name}`,
      generateRelationship: (...args) => {
        const [base, direction, make, name, local, referred, options] = args
        expect(base).toBe(Base)
        directions.push(`${direction} ${name}`)
        if (referred === Base.classes['MyCustomer']) return null
        return generateRelationship(base, direction, make, name, local, referred, {
          ...options,
          doc: name,
        })
      },
    })
    const { MyAlbum, MyPlaylist, MyCustomer, MyEmployee } = Base.classes
    expect(relationships(MyAlbum)).toEqual([
      'Album_to_Track: MyTrack[]',
      'MyAlbum_Artist_ArtistId: MyArtist',
    ])
    expect(mapperOfClass(MyAlbum).relationships[0]?.doc).toBe('MyAlbum_Artist_ArtistId')
    expect(relationships(MyPlaylist)).toEqual(['Playlist_to_Track: MyTrack[]'])
    // The collection was left out, not the key's own side.
    expect(relationships(MyCustomer)).toEqual(['MyCustomer_Employee_SupportRepId: MyEmployee'])
    expect(relationships(MyEmployee)).toHaveLength(2)
    expect(directions).toContain('MANYTOMANY Track_to_Playlist')
    expect(directions.indexOf('ONETOMANY Artist_to_Album')).toBeLessThan(
      directions.indexOf('MANYTOONE MyAlbum_Artist_ArtistId'),
    )
  })

  it('refuses what is no relationship', () => {
    const generate = () => 'relationship'
    expect(() => automap(chinook, { generateRelationship: generate })).toThrow(
      "generateRelationship answers what many(…) or one(…) made, or null to leave 'albums' out; not relationship",
    )
  })

  it('completes classes that were declared before', () => {
    const Base = automapBase()
    class Artist extends Base.model('Artist', { works: () => many(Base.classes['Album']!) }) {
      declare Name: string
      static {
        mapped(this)
      }
    }
    expect(() => new Artist()).toThrow('Mappings are not produced until')
    const engine = createEngine('sqlite://')
    engine.begin((connection) => {
      connection.execDriverSql('CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT)')
      connection.execDriverSql(
        'CREATE TABLE Album (AlbumId INTEGER PRIMARY KEY, ArtistId INTEGER REFERENCES Artist)',
      )
    })
    Base.prepare(engine, {
      nameForCollectionRelationship: (_base, local) =>
        (local as unknown) === Artist ? 'works' : 'others',
    })
    expect(Object.keys(Base.classes)).not.toContain('Artist')
    expect(mapperOfClass(Artist).columnAttrs.map(({ key }) => key)).toEqual(['ArtistId', 'Name'])
    const [artist, album] = [new Artist({ Name: 'Rush' } as object), new Base.classes['Album']!()]
    album.artist = artist
    expect((artist as unknown as { works: unknown[] }).works).toEqual([album])
  })

  it('takes the tables of a MetaData that was filled before', () => {
    const metadata = new MetaDataClass()
    chinook.reflectInto(metadata, {})
    const Base = automapBase({ metadata })
    Base.prepare({ naming: { className: (table) => table.name.toLowerCase() } })
    expect(Object.keys(Base.classes)).toContain('album')
  })

  it('lets rows that cannot do without their parent go with it', () => {
    const Base = automap({
      reflectInto(metadata: MetaData) {
        new Table('a', metadata, [column('id', integer, { primaryKey: true })])
        const to = (name: string, options: { ondelete?: string }, nullable: boolean) =>
          new Table(name, metadata, [
            column('id', integer, { primaryKey: true }),
            column('a_id', integer, foreignKey('a.id', options), { nullable }),
          ])
        to('plain', {}, true)
        to('owned', {}, false)
        to('removed', { ondelete: 'CASCADE' }, false)
        to('emptied', { ondelete: 'set null' }, true)
      },
    } as ReflectBind<void>)
    const facts = mapperOfClass(Base.classes['A']).relationships.map((each) => [
      each.key,
      each.options.cascade ?? null,
      each.options.passiveDeletes ?? false,
    ])
    expect(Object.fromEntries(facts.map(([key, ...rest]) => [key, rest]))).toEqual({
      plains: [null, false],
      owneds: ['all, delete-orphan', false],
      removeds: ['all, delete-orphan', true],
      emptieds: [null, true],
    })
  })

  it('takes a database whose foreign keys point at nothing, which reflection refuses', () => {
    const engine = createEngine('sqlite://')
    engine.begin((connection) => {
      connection.execDriverSql('CREATE TABLE p (id INTEGER PRIMARY KEY, x INTEGER REFERENCES gone)')
    })
    expect(() => new MetaDataClass().reflect(engine)).toThrow('gone')
    const Base = automapBase()
    Base.prepare(engine)
    expect(Object.keys(Base.classes)).toEqual(['P'])
    engine.dispose()
  })

  it('knows singulars and plurals', () => {
    expect(
      ['categories', 'statuses', 'boxes', 'people', 'address', 'invoice_lines'].map(singular),
    ).toEqual(['category', 'status', 'box', 'person', 'address', 'invoice_line'])
    expect(['category', 'status', 'box', 'person', 'address', 'day'].map(plural)).toEqual([
      'categories',
      'statuses',
      'boxes',
      'people',
      'addresses',
      'days',
    ])
    expect(camelCase('support_rep_id')).toBe('supportRepId')
    expect(camelCase('InvoiceLineId')).toBe('invoiceLineId')
    expect(pascalCase('invoice_line')).toBe('InvoiceLine')
  })
})
