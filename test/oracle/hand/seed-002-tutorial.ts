/** The scenarios of the object-relational tutorial, one function per recorded step; names are the records'. */
import {
  column,
  createEngine,
  createTable,
  declarativeBase,
  inspect,
  insert,
  integer,
  makeTransientToDetached,
  mapped,
  type Mapper,
  Sequence,
  Session,
  sessionmaker,
  StaticPool,
  string,
  type Table,
  text,
  version,
  type Engine,
} from 'orm-shell'
import { compiledForms, ddlForms } from '../judge/forms.js'

/** What the steps of one scenario share. `engine`, sessions and objects in it are watched by the judge. */
export interface Scope {
  engine: Engine
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each scenario has names of its own
  [name: string]: any
}

export interface HandScenario {
  /** Runs silently: engine and models, as the record's preparation. */
  prepare?(scope: Scope): void
  readonly steps: readonly ((scope: Scope) => unknown)[]
}

function tutorialModels(scope: Scope): void {
  const Base = declarativeBase()
  class User extends Base.model('users', {
    id: column(integer, { primaryKey: true }),
    name: column(string, { nullable: true }),
    fullname: column(string, { nullable: true }),
    nickname: column(string, { nullable: true }),
  }) {
    static {
      mapped(this)
    }
    override toString(): string {
      return `<User(name='${this.name}', fullname='${this.fullname}', nickname='${this.nickname}')>`
    }
  }
  Object.assign(scope, { Base, User })
}

function tutorialTables(scope: Scope): void {
  tutorialModels(scope)
  scope['Base'].metadata.createAll(scope.engine)
}

function mapperOf(scope: Scope): Mapper {
  return inspect(scope['User'] as typeof Object) as unknown as Mapper
}

/** A statement: its value is nobody's business. */
const nothing = undefined

export const scenarios: Readonly<Record<string, HandScenario>> = {
  version_check: {
    steps: [() => (typeof version === 'string' ? 'str' : typeof version), () => version],
  },

  lazy_connecting: {
    steps: [
      (s) => void (s.engine = createEngine('sqlite:///:memory:', { echo: false })),
      (s) => String(s.engine.url),
      (s) => s.engine.dialect.name,
      (s) => s.engine.driver,
      (s) => void (s['conn'] = s.engine.connect()),
      (s) => s['conn'].execute(text('select 1')).scalar(),
      (s) => s['conn'].close(),
    ],
  },

  declare_mapping_legacy_import: {
    steps: [
      () => nothing,
      (s) => void (s['Base'] = declarativeBase()),
      (s) => {
        class User extends s['Base'].model('users', {
          id: column(integer, { primaryKey: true }),
          name: column(string, { nullable: true }),
        }) {
          static {
            mapped(this)
          }
        }
        s['User'] = User
      },
      (s) => mapperOf(s).localTable.name,
      (s) => [...mapperOf(s).localTable.columns].map((each) => each.name),
    ],
  },

  table_repr: {
    prepare: tutorialModels,
    steps: [
      (s) => String(mapperOf(s).localTable.describe()),
      (s) => String(mapperOf(s)),
      (s) => mapperOf(s).columnAttrs.map((attribute) => attribute.key),
      (s) => mapperOf(s).localTable.primaryKey.map((each) => each.name),
    ],
  },

  create_all_statements: {
    prepare: tutorialModels,
    steps: [
      (s) => s['Base'].metadata.createAll(s.engine),
      (s) => s['Base'].metadata.createAll(s.engine),
      (s) => s['Base'].metadata.dropAll(s.engine),
    ],
  },

  full_description: {
    steps: [
      (s) => void (s['Base'] = declarativeBase()),
      (s) => {
        class User extends s['Base'].model('users', {
          id: column(integer, new Sequence('user_id_seq'), { primaryKey: true }),
          name: column(string(50), { nullable: true }),
          fullname: column(string(50), { nullable: true }),
          nickname: column(string(50), { nullable: true }),
        }) {
          static {
            mapped(this)
          }
        }
        s['User'] = User
      },
      (s) => ddlForms(createTable(s['Base'].metadata.tables.get('users'))),
      (s) => s['Base'].metadata.createAll(s.engine),
      (s) =>
        compiledForms(
          insert(s['Base'].metadata.tables.get('users') as Table).values({ name: 'ed' }),
        ),
    ],
  },

  create_instance: {
    prepare: tutorialModels,
    steps: [
      (s) => {
        s['ed_user'] = new s['User']({ name: 'ed', fullname: 'Ed Jones', nickname: 'edsnickname' })
      },
      (s) => s['ed_user'].name,
      (s) => s['ed_user'].nickname,
      (s) => String(s['ed_user'].id),
      (s) => 'id' in inspect(s['ed_user'] as object).dict,
      (s) => String(s['ed_user']),
      (s) => new s['User']({ nosuch: 'x' }),
      (s) => void (s['other'] = new s['User']()),
      (s) => void (s['other'].name = 'x'),
    ],
  },

  create_session: {
    prepare: tutorialTables,
    steps: [
      (s) => void (s['Session1'] = sessionmaker({ bind: s.engine })),
      (s) => void (s['Session2'] = sessionmaker()),
      (s) => void (s['unbound'] = s['Session2']()),
      (s) => s['unbound'].execute(text('select 1')),
      (s) => s['Session2'].configure({ bind: s.engine }),
      (s) => void (s['session'] = s['Session2']()),
      (s) => s['session'].bind === s.engine,
      (s) => s['session'].inTransaction(),
      (s) => s['session'].execute(text('select 1')).scalar(),
      (s) => s['session'].inTransaction(),
    ],
  },

  adding_and_updating: {
    prepare: tutorialTables,
    steps: [
      (s) => void (s['Session_'] = sessionmaker({ bind: s.engine })),
      (s) => void (s['session'] = s['Session_']()),
      (s) => {
        s['ed_user'] = new s['User']({ name: 'ed', fullname: 'Ed Jones', nickname: 'edsnickname' })
      },
      (s) => s['session'].add(s['ed_user']),
      (s) => {
        s['our_user'] = s['session'].query(s['User']).filterBy({ name: 'ed' }).first()
      },
      (s) => s['our_user'],
      (s) => String(s['our_user']),
      (s) => s['ed_user'] === s['our_user'],
      (s) =>
        s['session'].addAll([
          new s['User']({ name: 'wendy', fullname: 'Wendy Williams', nickname: 'windy' }),
          new s['User']({ name: 'mary', fullname: 'Mary Contrary', nickname: 'mary' }),
          new s['User']({ name: 'fred', fullname: 'Fred Flintstone', nickname: 'freddy' }),
        ]),
      (s) => void (s['ed_user'].nickname = 'eddie'),
      (s) => s['session'].dirty,
      (s) => s['session'].new,
      (s) => s['session'].commit(),
      (s) => s['ed_user'].id,
    ],
  },

  same_primary_key_twice: {
    prepare: tutorialTables,
    steps: [
      (s) => void (s['session'] = new Session(s.engine)),
      (s) => void (s['ed_user'] = new s['User']({ id: 1, name: 'ed' })),
      (s) => s['session'].add(s['ed_user']),
      (s) => s['session'].commit(),
      (s) => void (s['clone'] = new s['User']({ id: 1, name: 'clone' })),
      (s) => s['session'].add(s['clone']),
      (s) => s['session'].flush(),
      (s) => s['session'].rollback(),
      (s) => s['session'].query(s['User'].id, s['User'].name).all(),
    ],
  },

  same_key_attach_error: {
    prepare: tutorialTables,
    steps: [
      (s) => void (s['session'] = new Session(s.engine)),
      (s) => void (s['ed_user'] = new s['User']({ id: 1, name: 'ed' })),
      (s) => s['session'].add(s['ed_user']),
      (s) => s['session'].commit(),
      (s) => s['ed_user'].name,
      (s) => void (s['other'] = new s['User']({ id: 1, name: 'other' })),
      (s) => makeTransientToDetached(s['other']),
      (s) => s['session'].add(s['other']),
    ],
  },
}

export function newScope(): Scope {
  return { engine: createEngine('sqlite://', { poolClass: StaticPool }) }
}
