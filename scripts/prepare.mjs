/**
 * Builds after an installation, if something is to build: the first `npx orm-shell` in a checkout installs the checkout
 * into npm's cache, which prepares it a second time.
 */
import { isFresh } from './freshness.mjs'

if (!isFresh('everything')) await import('./build.mjs')
