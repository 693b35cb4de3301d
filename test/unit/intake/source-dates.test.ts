import { describe, expect, it } from 'vitest'
import { readOrthancDate } from '../../../src/intake/sources/orthanc-date.ts'
import { studyWindow } from '../../../src/intake/sources/qido-sweep.ts'

describe('readOrthancDate', () => {
  it('reads UTC', () => {
    expect(readOrthancDate('20261124T140152')).toBe(Date.UTC(2026, 10, 24, 14, 1, 52))
  })
  it('says nothing of what is no date', () => {
    expect(readOrthancDate('yesterday')).toBeUndefined()
  })
})

describe('studyWindow', () => {
  it('takes in a day more on both sides, for clocks and time zones', () => {
    const window = studyWindow(new Date('2026-03-01T00:30:00Z'), 86_400_000)
    expect(window).toEqual({ from: '20260227', to: '20260302' })
  })
  it('begins with the epoch for a look-back beyond it', () => {
    expect(studyWindow(new Date('2026-03-01T00:30:00Z'), 1e14).from).toBe('19700101')
  })
})
