/** How the tests run: real files, real databases, two workers; the package's own names resolve to its sources. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^orm-shell$/, replacement: source('./src/index.ts') },
      { find: /^orm-shell\/config$/, replacement: source('./src/cli/settings/define-config.ts') },
      { find: /^orm-shell\/testing$/, replacement: source('./src/testing/index.ts') },
      { find: /^orm-shell\/migrate$/, replacement: source('./src/migrate/index.ts') },
      { find: /^orm-shell\/sample-models$/, replacement: source('./sample-models/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx', 'examples/**/*.test.ts'],
    globalSetup: ['test/helpers/fresh-build.ts', 'test/helpers/postgres-server.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 90_000,
    teardownTimeout: 30_000,
    // A terminal program under test must not conclude from the environment that nobody is watching.
    env: { CI: 'false' },
  },
})
