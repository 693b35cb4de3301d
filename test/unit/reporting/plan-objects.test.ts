import { describe, expect, it } from 'vitest'
import { planObjects } from '../../../src/reporting/plan-objects.ts'
import { keptHere, kindsFor, profileOf } from '../../../src/reporting/profile.ts'

describe('planObjects', () => {
  it('makes a kind once for targets that read it in the same encoding', () => {
    const planned = planObjects(
      [
        { name: 'held', profile: keptHere(['nodule-sr', 'presentation-state']) },
        { name: 'pacs', profile: profileOf('ohif') },
        { name: 'research', profile: profileOf('air') },
      ],
      ['nodule-sr', 'presentation-state'],
    )
    expect(planned.map(({ kind, encoding, targets }) => [kind, encoding.id, targets])).toEqual([
      ['nodule-sr', '', ['held', 'pacs']],
      ['presentation-state', '', ['held']],
      ['nodule-sr', 'air', ['research']],
    ])
  })

  it('gives no target less than it can show of a finding', () => {
    expect(kindsFor(profileOf('capture'), ['nodule-sr'])).toEqual(['key-images'])
    expect(kindsFor(profileOf('overlay'), ['nodule-sr', 'note-summary-sr'])).toEqual([
      'presentation-state',
      'key-images',
    ])
    expect(kindsFor(profileOf('ohif'), ['presentation-state'])).toEqual(['nodule-sr'])
  })

  it('tells the two ways of coordinates of profile air apart', () => {
    const ids = (['2d', '3d'] as const).map(coordinates => profileOf('air', coordinates).encoding)
    expect(ids).toMatchObject([
      { id: 'air', srClass: 'comprehensive-3d', coordinates: '2d' },
      { id: 'air-3d', srClass: 'comprehensive-3d', coordinates: '3d' },
    ])
  })
})
