import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planFetch } from '../../../src/intake/plan-fetch.ts'
import type { InstanceArrival } from '../../../src/intake/source.ts'

const arrival = (series: number, instance: number): InstanceArrival => ({
  studyInstanceUid: '1.2',
  seriesInstanceUid: `1.2.${series}`,
  sopInstanceUid: `1.2.${series}.${instance}`,
})
const arrivals = (series: number, count: number): readonly InstanceArrival[] =>
  Array.from({ length: count }, (_, instance) => arrival(series, instance))

describe('planFetch', () => {
  it('asks for a series whole where nothing of it is held', () => {
    const [order, ...rest] = planFetch(arrivals(1, 300), new Map())
    expect(order!.ask).toEqual({ studyInstanceUid: '1.2', seriesInstanceUid: '1.2.1' })
    expect(order!.missing.length).toBe(300)
    expect(rest).toEqual([])
  })

  it('asks for a few late instances one by one', () => {
    const orders = planFetch(arrivals(1, 3), new Map([['1.2.1', 300]]))
    expect(orders.map(order => order.ask.sopInstanceUid)).toEqual(['1.2.1.0', '1.2.1.1', '1.2.1.2'])
  })

  it('asks for a single instance as such, even of a series of which nothing is held', () => {
    expect(planFetch([arrival(1, 0)], new Map())[0]!.ask).toEqual(arrival(1, 0))
  })

  it('misses nothing and asks for nothing twice', () => {
    const some = fc.array(fc.tuple(fc.nat(4), fc.nat(50)), { maxLength: 100 })
    fc.assert(
      fc.property(some, fc.nat(60), (pairs, held) => {
        const missing = [...new Set(pairs.map(pair => pair.join()))].map(text => {
          const [series, instance] = text.split(',').map(Number)
          return arrival(series!, instance!)
        })
        const counts = new Map([0, 1, 2, 3, 4].map(series => [`1.2.${series}`, held]))
        const asked = planFetch(missing, counts).flatMap(order => order.missing)
        expect(new Set(asked)).toEqual(new Set(missing))
        expect(asked.length).toBe(missing.length)
      }),
    )
  })
})
