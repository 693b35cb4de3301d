import { describe, expect, it } from 'vitest'
import { fleischner } from '../../../../src/inference/guidance/fleischner.ts'
import { type GuidanceContext, guide } from '../../../../src/inference/guidance/guide.ts'
import type { GuidedNodule } from '../../../../src/inference/guidance/guided-nodule.ts'

const nodule = (
  type: GuidedNodule['type'],
  meanDiameterMm: number,
  more: Partial<GuidedNodule> = {},
): GuidedNodule => ({
  id: '1',
  type,
  meanDiameterMm,
  volumeMm3: (Math.PI / 6) * meanDiameterMm ** 3,
  calcified: false,
  ...more,
})

const adviceOf = (nodules: readonly GuidedNodule[], risk: 'low' | 'high'): string =>
  fleischner(nodules, risk)[0]!.advice

describe('Fleischner 2017', () => {
  it.each([
    ['low', 5.4, 'no routine follow-up'],
    ['low', 5.5, 'CT at 6 to 12 months, then consider CT at 18 to 24 months'],
    ['low', 8.4, 'CT at 6 to 12 months, then consider CT at 18 to 24 months'],
    ['low', 8.5, 'consider CT at 3 months, PET/CT or tissue sampling'],
    ['high', 5.4, 'optional CT at 12 months'],
    ['high', 5.5, 'CT at 6 to 12 months, then CT at 18 to 24 months'],
    ['high', 8.5, 'consider CT at 3 months, PET/CT or tissue sampling'],
  ] as const)('for one solid nodule, %s risk, %d mm: %s', (risk, mm, advice) => {
    expect(adviceOf([nodule('solid', mm)], risk)).toBe(advice)
  })

  it.each([
    ['low', 5.4, 'no routine follow-up'],
    ['low', 5.5, 'CT at 3 to 6 months, then consider CT at 18 to 24 months'],
    ['low', 12, 'CT at 3 to 6 months, then consider CT at 18 to 24 months'],
    ['high', 5.4, 'optional CT at 12 months'],
    ['high', 8, 'CT at 3 to 6 months, then CT at 18 to 24 months'],
    ['high', 12, 'CT at 3 to 6 months, then CT at 18 to 24 months'],
  ] as const)('for several solid nodules, %s risk, the largest %d mm: %s', (risk, mm, advice) => {
    expect(adviceOf([nodule('solid', 3), nodule('solid', mm)], risk)).toBe(advice)
  })

  it.each([
    ['ground-glass', 5.4, undefined, /^no routine follow-up; .*2 and 4 years$/],
    ['ground-glass', 5.5, undefined, /^CT at 6 to 12 months .*every 2 years until 5 years$/],
    ['part-solid', 5.4, 4, /^no routine follow-up$/],
    ['part-solid', 5.5, 5.4, /^CT at 3 to 6 months .*yearly CT for 5 years$/],
    ['part-solid', 12, 5.5, /highly suspicious$/],
  ] as const)('for one %s nodule of %d mm with a core of %s', (type, mm, solidDiameterMm, advice) => {
    const more = solidDiameterMm === undefined ? {} : { solidDiameterMm }
    expect(adviceOf([nodule(type, mm, more)], 'low')).toMatch(advice)
  })

  it('judges several subsolid nodules together, whatever their kind', () => {
    const two = [nodule('ground-glass', 5), nodule('part-solid', 5.4, { solidDiameterMm: 2 })]
    expect(fleischner(two, 'low')).toMatchObject([
      { nodules: 'subsolid', isMultiple: true, advice: expect.stringMatching(/2 and 4 years$/) },
    ])
    expect(adviceOf([...two, nodule('ground-glass', 6)], 'low')).toMatch(/most suspicious nodule$/)
  })

  it.each([
    [99, 'no routine follow-up'],
    [100, 'CT at 6 to 12 months, then consider CT at 18 to 24 months'],
    [250, 'CT at 6 to 12 months, then consider CT at 18 to 24 months'],
    [251, 'consider CT at 3 months, PET/CT or tissue sampling'],
  ])('shows what %d mm3 says where the diameter says something else', (volumeMm3, advice) => {
    const mm = volumeMm3 === 251 || volumeMm3 === 99 ? 7 : 4
    expect(fleischner([nodule('solid', mm, { volumeMm3 })], 'low')[0]).toMatchObject({
      adviceByVolume: advice,
    })
  })

  it('keeps solid and subsolid nodules in rows of their own', () => {
    const rows = fleischner([nodule('solid', 7), nodule('ground-glass', 9)], 'high')
    expect(rows.map(row => [row.nodules, row.isMultiple, row.sizeMm])).toEqual([
      ['solid', false, 7],
      ['ground-glass', false, 9],
    ])
  })
})

describe('guide', () => {
  const patient: GuidanceContext = {
    context: 'incidental',
    ageYears: 60,
    risk: 'low',
    hasKnownCancer: false,
    isImmunosuppressed: false,
  }

  it.each([
    [{ ageYears: 34 }, /under 35/],
    [{ ageYears: 17, context: 'screening' as const }, /for adults/],
    [{ hasKnownCancer: true }, /known cancer/],
    [{ isImmunosuppressed: true }, /immunosuppressed/],
    [{ risk: undefined }, /risk is not known/],
  ])('applies no guideline to %o', (change, reason) => {
    expect(guide([nodule('solid', 9)], { ...patient, ...change })).toEqual({
      guideline: 'none',
      reason: expect.stringMatching(reason),
    })
  })

  it('takes the youngest adults that each guideline is for', () => {
    expect(guide([nodule('solid', 9)], { ...patient, ageYears: 35 }).guideline).toBe('Fleischner 2017')
    const screened = { ...patient, context: 'screening' as const, ageYears: 18, risk: undefined }
    expect(guide([nodule('solid', 9)], screened).guideline).toBe('Lung-RADS v2022')
  })

  it('never takes no finding for a clean bill', () => {
    const nothing = guide([], { ...patient, context: 'screening' })
    expect(nothing).toEqual({ guideline: 'none', reason: expect.stringContaining('does not exclude') })
  })

  it("gives an examination the category of its highest nodule, as a baseline's, and says it is provisional", () => {
    const guidance = guide([nodule('solid', 5), nodule('ground-glass', 31, { id: '2' })], {
      ...patient,
      context: 'screening',
    })
    expect(guidance).toMatchObject({
      category: '3',
      nodules: [{ category: '2' }, { id: '2', category: '3' }],
      notes: [expect.stringMatching(/^Provisional/), expect.stringMatching(/baseline/), expect.anything()],
    })
  })

  it('points at calcified nodules', () => {
    const guidance = guide([nodule('solid', 7, { id: '4', calcified: true })], patient)
    expect(guidance).toMatchObject({
      notes: [expect.anything(), expect.anything(), expect.stringMatching(/^Calcified: 4\./)],
    })
  })
})
