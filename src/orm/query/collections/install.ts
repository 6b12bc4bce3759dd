/** Gives relationships that are never loaded what they read as. Imported for its effect. */
import type { Io } from '../../../engine/io.js'
import { installUnloadedCollections } from '../../attributes/unloaded/write-only-attribute.js'
import { AppenderQuery } from './appender-query.js'
import { WriteOnlyCollection } from './write-only-collection.js'

installUnloadedCollections({
  collection: (impl, state) =>
    impl.isReadable ? new AppenderQuery(impl, state) : new WriteOnlyCollection(impl, state),
  *membersIo(impl, state): Io<readonly object[]> {
    return yield* new AppenderQuery(impl, state).autoflush(false).allIo()
  },
})
