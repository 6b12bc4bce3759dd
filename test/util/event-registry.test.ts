/** Registration and order of listeners. */
import { describe, expect, it } from 'vitest'
import { ListenerNotFoundError, NoSuchEventError } from '../../src/util/errors.js'
import { EventDispatcher } from '../../src/util/event-dispatcher.js'
import { declareEvents, event } from '../../src/util/event-registry.js'

class Kitchen {
  static readonly dispatch = new EventDispatcher()
  readonly dispatch = new EventDispatcher({ roots: [Kitchen.dispatch] })
}

declareEvents({
  names: ['ready'],
  dispatchers: (target) => {
    if (target === Kitchen) return [Kitchen.dispatch]
    return target instanceof Kitchen ? [target.dispatch] : null
  },
})

describe('event', () => {
  it('calls listeners of the class before those of the instance', () => {
    const kitchen = new Kitchen()
    const heard: string[] = []
    const all = event.listensFor(Kitchen, 'ready', (dish: string) => heard.push(`all ${dish}`))
    event.listen(kitchen, 'ready', (dish: string) => heard.push(`one ${dish}`))
    kitchen.dispatch.emit('ready', 'soup')
    event.remove(Kitchen, 'ready', all)
    new Kitchen().dispatch.emit('ready', 'bread')
    expect(heard).toEqual(['all soup', 'one soup'])
  })

  it('puts inserted listeners first and calls those marked once a single time', () => {
    const kitchen = new Kitchen()
    const heard: string[] = []
    event.listen(kitchen, 'ready', () => heard.push('first'), { once: true })
    event.listen(kitchen, 'ready', () => heard.push('front'), { insert: true })
    kitchen.dispatch.emit('ready')
    kitchen.dispatch.emit('ready')
    expect(heard).toEqual(['front', 'first', 'front'])
  })

  it('knows what is registered', () => {
    const kitchen = new Kitchen()
    const fn = (): void => undefined
    event.listen(kitchen, 'ready', fn)
    expect(event.contains(kitchen, 'ready', fn)).toBe(true)
    event.remove(kitchen, 'ready', fn)
    expect(event.contains(kitchen, 'ready', fn)).toBe(false)
    expect(kitchen.dispatch.has('ready')).toBe(false)
    expect(() => event.remove(kitchen, 'ready', fn)).toThrow(ListenerNotFoundError)
  })

  it('rejects events the target does not have', () => {
    expect(() => event.listen(new Kitchen(), 'burnt', () => null)).toThrow(NoSuchEventError)
    expect(() => event.listen({}, 'ready', () => null)).toThrow("No such event 'ready'")
  })

  it('hands propagated listeners of an ancestor down, in order of registration', () => {
    const person = new EventDispatcher()
    const engineer = new EventDispatcher({ ancestors: () => [person] })
    const heard: string[] = []
    person.listen('load', () => heard.push('person only'))
    engineer.listen('load', () => heard.push('engineer'))
    person.listen('load', () => heard.push('both'), { propagate: true })
    engineer.emit('load')
    expect(heard).toEqual(['engineer', 'both'])
  })
})
