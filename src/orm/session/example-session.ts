/** A session in a transaction, kept for the shapes of both (see `keepShape`); nobody finds it among the live ones. */
import { keepShape } from '../../util/kept-shapes.js'
import { Session } from './session.js'
import { liveSessions } from './session-objects.js'

const example = keepShape(new Session())
example.begin()
liveSessions.delete(example)
