/** Every heading of the four documents that has a snippet below it is the name of a file, a group or a test of its folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * As they are written in the documents; what stands over text alone is left out, and so is the service of the FastAPI
 * chapter, which is `examples/fastify` with its tests.
 */
const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  guide: [
    '2. Engine & Session Setup',
    '3. Declarative Base & Models',
    'Basic Model Structure',
    'Advanced Column Types and Constraints',
    'Table Configuration Options',
    '4. Basic CRUD Operations',
    'Create (Insert)',
    'Read (Select)',
    'Update',
    'Delete',
    '5. Relationships',
    'One-to-Many Relationship',
    'Many-to-Many Relationship',
    'One-to-One Relationship',
    '6. Querying',
    'Basic Query Methods',
    'Sorting and Limiting',
    'Aggregation and Grouping',
    '7. Advanced Query Techniques',
    'Joins',
    'Subqueries',
    'Eager Loading (to avoid N+1 queries)',
    '8. Session Management',
    'Session States',
    'Session Lifecycle Patterns',
    '9. Transactions',
    'Basic Transaction Management',
    'Nested Transactions (SAVEPOINT)',
    'Transaction Isolation Levels',
    '10. Advanced Patterns',
    'Hybrid Properties and Expressions',
    'Custom Query Class',
    'Event Listeners',
    'Polymorphic Inheritance',
  ],
  skill: [
    'Declarative Models (SQLAlchemy 2.0)',
    'Basic Model Definition',
    'Relationships',
    'Database Setup',
    'Engine and Session Configuration',
    'Dependency Injection (FastAPI Pattern)',
    'Query Patterns (SQLAlchemy 2.0)',
    'Select Queries',
    'Joins',
    'Eager Loading (Solve N+1 Problem)',
    'CRUD Operations',
    'Create',
    'Read',
    'Update',
    'Delete',
    'Transactions and Session Management',
    'Context Manager Pattern',
    'Manual Transaction Control',
    'Async SQLAlchemy',
    'Async Setup',
    'Async CRUD Operations',
    'Alembic Migrations',
    'Setup Alembic',
    'Configure Alembic',
    'Create and Apply Migrations',
    'Manual Migration Example',
    'Testing with Pytest',
    'Test Database Setup',
    'Test Examples',
    'Performance Optimization',
    'Query Optimization',
    'Connection Pooling',
    'Batch Operations',
    'Common Patterns',
    'Repository Pattern',
    'Soft Delete Pattern',
    'Audit Trail Pattern',
  ],
  tutorial: [
    'Version Check',
    'Connecting',
    'Lazy Connecting',
    'Declare a Mapping',
    'Create a Schema',
    'Minimal Table Descriptions vs. Full Descriptions',
    'Create an Instance of the Mapped Class',
    'Creating a Session',
    'Adding and Updating Objects',
  ],
  tool: [
    'Quick Start',
    'Gotchas',
    'Model definition (ORM)',
    'CRUD operations',
    'Query filtering',
    'Relationships',
    'SQLAlchemy 2.0 style',
    'Async support',
  ],
}

/** Without numbers, brackets and signs. */
function plain(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/^\d+\. |\(.*\)/g, '')
    .replace(/&/g, 'and')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** What a folder's files, groups and tests are called. */
function namesIn(folder: string): ReadonlySet<string> {
  const path = join(import.meta.dirname, folder)
  const files = readdirSync(path).filter((file) => file.endsWith('.test.ts'))
  const titles = files.flatMap((file) =>
    [
      ...readFileSync(join(path, file), 'utf8').matchAll(
        /\b(?:describe|test|it)\(\s*(['"])(.+?)\1,/g,
      ),
    ].flatMap(([, , title = '']) => [title, title.split(': ')[0] ?? title]),
  )
  return new Set([...files.map((file) => basename(file, '.test.ts')), ...titles].map(plain))
}

describe.each(Object.entries(HEADINGS))('%s', (folder, headings) => {
  const names = namesIn(folder)

  test.each(headings)('%s', (heading) => {
    expect([...names]).toContain(plain(heading))
  })
})
