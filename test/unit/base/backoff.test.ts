import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../src/base/backoff.ts'

const policy = { baseMs: 1000, capMs: 60_000 }

describe('backoffMs', () => {
  it('doubles up to the cap, in the upper half of each step', () => {
    for (const [attempt, full] of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000].entries()) {
      const ms = backoffMs(attempt, policy, 'a source')
      expect(ms).toBeGreaterThanOrEqual(full / 2)
      expect(ms).toBeLessThanOrEqual(full)
    }
  })

  it('is the same for the same who and attempt, and spreads the others', () => {
    const waits = Array.from({ length: 50 }, (_, who) => backoffMs(8, policy, `source ${who}`))
    expect(new Set(waits).size).toBeGreaterThan(45)
    expect(backoffMs(8, policy, 'source 1')).toBe(waits[1])
  })

  it('never leaves its bounds', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.string(), (attempt, who) => {
        const ms = backoffMs(attempt, policy, who)
        expect(ms).toBeGreaterThanOrEqual(500)
        expect(ms).toBeLessThanOrEqual(60_000)
      }),
    )
  })
})
