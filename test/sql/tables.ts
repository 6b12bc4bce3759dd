/** The tables of the tests in this folder. */
import {
  boolean,
  date,
  dateTime,
  integer,
  json,
  numeric,
  string,
} from '../../src/sql/types/constructors.js'
import { column } from '../../src/schema/column.js'
import { foreignKey } from '../../src/schema/foreign-key.js'
import { MetaData } from '../../src/schema/metadata.js'
import { Table } from '../../src/schema/table.js'

const nullable = { nullable: true } as const

export const metadata = new MetaData()

export const users = new Table('users', metadata, {
  id: column(integer, { primaryKey: true }),
  name: column(string(30), nullable),
  fullname: column(string(60), nullable),
  age: column(integer, nullable),
  active: column(boolean, nullable),
  joined: column(dateTime, nullable),
  balance: column(numeric(10, 2), nullable),
})

export const orders = new Table('orders', metadata, {
  id: column(integer, { primaryKey: true }),
  userId: column('user_id', integer, foreignKey('users.id'), nullable),
  total: column(numeric(8, 2), nullable),
  status: column(string(10), nullable),
  data: column(json, nullable),
  placed: column(date, nullable),
})

export const items = new Table('items', metadata, {
  orderId: column('order_id', foreignKey('orders.id'), { primaryKey: true }),
  num: column(integer, { primaryKey: true }),
  sku: column(string(20), nullable),
  qty: column(integer, nullable),
})

export const nodes = new Table('nodes', metadata, {
  id: column(integer, { primaryKey: true }),
  parentId: column('parent_id', foreignKey('nodes.id'), nullable),
  label: column(string(20), nullable),
})

export const u = users.c
export const o = orders.c
export const i = items.c
export const n = nodes.c
