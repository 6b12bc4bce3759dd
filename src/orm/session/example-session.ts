/** A session in a transaction and a flush, kept for their shapes (see `keepShape`); nobody finds it among the live ones. */
import { keepShape } from '../../util/kept-shapes.js'
import { UOWTransaction } from '../persistence/unit-of-work/unit-of-work.js'
import { Session } from './session.js'
import { liveSessions } from './session-objects.js'

const example = keepShape(new Session())
example.begin()
liveSessions.delete(example)
keepShape(new UOWTransaction(example, { cause: 'flush' }))
