import { describe, expect, it } from 'vitest'
import { automap, automapBase } from '../../../src/orm/automap/automap.js'
import { plural, singular, camelCase, pascalCase } from '../../../src/orm/automap/inflect.js'
import { mapperOfClass } from '../../../src/orm/mapping/mapper-of-class.js'
import { column } from '../../../src/schema/column.js'
import { foreignKey } from '../../../src/schema/foreign-key.js'
import type { MetaData, ReflectBind } from '../../../src/schema/metadata.js'
import { Table } from '../../../src/schema/table.js'
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
