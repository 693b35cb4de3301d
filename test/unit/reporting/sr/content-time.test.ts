import { expect, test } from 'vitest'
import { contentTime } from '../../../../src/reporting/sr/content-time.ts'

const at = new Date('2026-03-01T22:05:09.700Z')
const header = (offset: string) => ({ '00080201': { vr: 'SH', Value: [offset] } })

test('is in UTC where the study tells no offset', () => {
  expect(contentTime(at, {})).toEqual({ date: '20260301', time: '220509', offset: '+0000' })
})

test.each([
  ['+0800', '20260302', '060509'],
  ['-0330', '20260301', '183509'],
  ['+0545', '20260302', '035009'],
])('is in the offset of the study: %s', (offset, date, time) => {
  expect(contentTime(at, header(offset))).toEqual({ date, time, offset })
})

test.each(['-0000', '8', '+2500', 'UTC'])('takes no offset that the standard does not know: %s', offset => {
  expect(contentTime(at, header(offset)).offset).toBe('+0000')
})
