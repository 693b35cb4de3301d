import { describe, expect, it } from 'vitest'
import { decideCompletion } from '../../../src/completion/decide-completion.ts'
import type { StudyState } from '../../../src/completion/study.ts'

const start = new Date('2026-03-01T12:00:00Z')
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const policy = { quietPeriodMs: 60_000, maximumWaitMs: 1_800_000 }

const state = (changes: Partial<StudyState> = {}): StudyState => ({
  studyId: 'study',
  phase: 'receiving',
  revision: 0,
  firstArrivalAt: at(-100),
  lastArrivalAt: at(0),
  heldInstances: 390,
  isForced: false,
  ...changes,
})

describe('decideCompletion', () => {
  it.each([
    ['just arrived', {}, 0, 'wait'],
    ['a moment before the quiet period ends', {}, 59.999, 'wait'],
    ['quiet, and nobody counts', {}, 60, 'quiet'],
    ['counted and reached, not quiet', { expectedInstances: 390, expectedCheckedAt: at(1) }, 30, 'wait'],
    [
      'counted, reached and quiet',
      { expectedInstances: 390, expectedCheckedAt: at(1) },
      60,
      'counts-and-quiet',
    ],
    ['more held than counted', { expectedInstances: 380, expectedCheckedAt: at(1) }, 60, 'counts-and-quiet'],
    ['10 missing', { expectedInstances: 400, expectedCheckedAt: at(1) }, 60, 'wait'],
    [
      '10 missing for too long',
      { expectedInstances: 400, expectedCheckedAt: at(1) },
      1800,
      'waited-long-enough',
    ],
    [
      'a count older than the last arrival',
      { expectedInstances: 390, expectedCheckedAt: at(-1) },
      60,
      'wait',
    ],
    [
      'an old count for too long',
      { expectedInstances: 390, expectedCheckedAt: at(-1) },
      1800,
      'waited-long-enough',
    ],
    ['forced', { isForced: true }, 0, 'forced'],
    [
      'forced with 10 missing',
      { isForced: true, expectedInstances: 400, expectedCheckedAt: at(0) },
      1,
      'forced',
    ],
    ['forced, but nothing held', { isForced: true, heldInstances: 0 }, 60, 'none'],
    ['nothing held', { heldInstances: 0 }, 60, 'none'],
    ['quarantined', { phase: 'quarantined' }, 3600, 'none'],
    ['quarantined and forced', { phase: 'quarantined', isForced: true }, 3600, 'none'],
    ['complete', { phase: 'complete' }, 3600, 'none'],
    ['the clock stepped back', {}, -3600, 'wait'],
  ] as const)('%s', (_what, changes, seconds, expected) => {
    const verdict = decideCompletion(state(changes), policy, at(seconds))
    expect(verdict.kind === 'complete' ? verdict.reason : verdict.kind).toBe(expected)
  })

  it('says when to look again: at the end of the quiet period, then each quiet period, at last when it gives up', () => {
    const check = (changes: Partial<StudyState>, seconds: number) => {
      const verdict = decideCompletion(state(changes), policy, at(seconds))
      return verdict.kind === 'wait' ? (verdict.checkAt.getTime() - start.getTime()) / 1000 : undefined
    }
    const missing = { expectedInstances: 400, expectedCheckedAt: at(1) }
    expect(check({}, 10)).toBe(60)
    expect(check(missing, 100)).toBe(160)
    expect(check(missing, 1790)).toBe(1800)
  })
})
