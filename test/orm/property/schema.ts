/** The random schemas: owners with items, items with labels, a tree of nodes; cascades as drawn. */
import {
  column,
  declarativeBase,
  foreignKey,
  integer,
  many,
  mapped,
  one,
  string,
  Table,
  type MetaData,
} from '../../../src/index.js'

export const cascades = ['save-update, merge', 'all', 'all, delete-orphan'] as const
export type Cascade = (typeof cascades)[number]
export const kinds = ['owner', 'item', 'label', 'node'] as const
export type Kind = (typeof kinds)[number]

export interface SchemaChoice {
  readonly items: Cascade
  readonly nodes: Cascade
}

/** An object of any of the classes, as the test drives it. */
export interface Entity {
  readonly id: number
  name: string
  /** The one side of `items` and of `children`. */
  up: Entity | null
  items: Entity[]
  children: Entity[]
  labels: Entity[]
}

export type EntityClassOf = new (values: { id: number; name: string }) => Entity

export interface Schema {
  readonly metadata: MetaData
  readonly classes: Readonly<Record<Kind, EntityClassOf>>
}

const made = new Map<string, Schema>()

/** The classes for a choice; made once. */
export function schemaFor(choice: SchemaChoice): Schema {
  const key = `${choice.items}/${choice.nodes}`
  const known = made.get(key) ?? makeSchema(choice)
  made.set(key, known)
  return known
}

function makeSchema(choice: SchemaChoice): Schema {
  const Base = declarativeBase()
  const key = () => column(integer, { primaryKey: true, autoincrement: false })
  const upTo = (target: string) =>
    column('up_id', integer, foreignKey(target), { nullable: true as const })

  class Owner extends Base.model('owners', {
    id: key(),
    name: column(string),
    items: () => many(Item, { backPopulates: 'up', cascade: choice.items }),
  }) {
    static {
      mapped(this)
    }
  }
  const itemLabels = new Table('item_labels', Base.metadata, {
    item: column(integer, foreignKey('items.id'), { primaryKey: true }),
    label: column(integer, foreignKey('labels.id'), { primaryKey: true }),
  })
  class Item extends Base.model('items', {
    id: key(),
    name: column(string),
    upId: upTo('owners.id'),
    up: () => one(Owner, { backPopulates: 'items', nullable: true }),
    labels: () => many(Label, { secondary: itemLabels, backPopulates: 'items' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Label extends Base.model('labels', {
    id: key(),
    name: column(string),
    items: () => many(Item, { secondary: itemLabels, backPopulates: 'labels' }),
  }) {
    static {
      mapped(this)
    }
  }
  class Node extends Base.model('nodes', {
    id: key(),
    name: column(string),
    upId: upTo('nodes.id'),
    up: () => one(Node, { backPopulates: 'children', remoteSide: Node.id, nullable: true }),
    children: () => many(Node, { backPopulates: 'up', cascade: choice.nodes }),
  }) {
    static {
      mapped(this)
    }
  }
  const classes = { owner: Owner, item: Item, label: Label, node: Node }
  return {
    metadata: Base.metadata,
    classes: classes as unknown as Readonly<Record<Kind, EntityClassOf>>,
  }
}
