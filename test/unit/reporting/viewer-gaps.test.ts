import { describe, expect, test } from 'vitest'
import { type ProfileName, profileOf } from '../../../src/reporting/profile.ts'
import type { ReaderVerdict, ViewerName } from '../../../src/reporting/readers/verdict.ts'
import {
  findViewerGaps,
  gapSentence,
  type JudgedObject,
  viewersOf,
} from '../../../src/reporting/viewer-gaps.ts'

const target = (name: string, profile: ProfileName, viewers?: readonly ViewerName[]) => ({
  name,
  status: 'all' as const,
  profile: profileOf(profile),
  ...(viewers && { viewers }),
})

const object = (
  kind: string,
  targets: readonly string[],
  outcomes: Partial<Record<ViewerName, ReaderVerdict['outcome']>>,
): JudgedObject => ({
  plan: { kind, targets, encoding: profileOf('ohif').encoding },
  verdicts: Object.entries(outcomes).map(([reader, outcome]) => ({
    reader: reader as ViewerName,
    outcome,
    reasons: outcome === 'fails' ? ['it is broken'] : [],
  })),
})

describe('gaps between a target’s viewers and what it gets', () => {
  test('there is none where one object is shown and others do no harm', () => {
    const objects = [
      object('nodule-sr', ['pacs'], { ohif: 'fine' }),
      object('presentation-state', ['pacs'], { ohif: 'ignores' }),
    ]
    expect(findViewerGaps([target('pacs', 'ohif')], objects, true)).toEqual([])
  })

  test('one that fails is a gap, though another is shown', () => {
    const objects = [
      object('nodule-seg', ['pacs'], { ohif: 'fails' }),
      object('nodule-sr', ['pacs'], { ohif: 'fine' }),
    ]
    expect(findViewerGaps([target('pacs', 'ohif')], objects, true)).toEqual([
      { target: 'pacs', viewer: 'ohif', reason: 'nodule-seg: it is broken' },
    ])
  })

  test('a viewer that nothing is for is a gap; what goes elsewhere does not count', () => {
    const objects = [
      object('nodule-sr', ['pacs'], { 'image-only': 'ignores' }),
      object('key-images', ['other'], { 'image-only': 'fine' }),
    ]
    expect(findViewerGaps([target('pacs', 'ohif', ['image-only'])], objects, true)).toMatchObject([
      { target: 'pacs', viewer: 'image-only' },
    ])
  })

  test('readers of measurements are owed none where there are no findings', () => {
    const objects = [object('nodule-sr', ['pacs'], { ohif: 'fine', highdicom: 'ignores' })]
    expect(findViewerGaps([target('pacs', 'air')], objects, false)).toEqual([])
    expect(findViewerGaps([target('pacs', 'air')], objects, true)).toHaveLength(1)
  })

  test('a target that gets nothing has no gap', () => {
    expect(findViewerGaps([target('pacs', 'ohif')], [], true)).toEqual([])
  })

  test('viewers are those of the profile where the target does not say', () => {
    const names = ['ohif', 'air', 'capture', 'overlay'] as const
    expect(names.map(name => viewersOf(target('pacs', name)))).toEqual([
      ['ohif'],
      ['ohif', 'highdicom'],
      ['image-only'],
      ['gsps'],
    ])
    expect(viewersOf({ ...target('pacs', 'air'), profile: profileOf('air', '3d') })).toEqual(['highdicom'])
    expect(viewersOf(target('pacs', 'air', ['slicer']))).toEqual(['slicer'])
  })

  test('are told in a sentence', () => {
    const gap = { target: 'pacs', viewer: 'ohif', reason: 'nodule-sr: it is broken' } as const
    expect(gapSentence(gap)).toBe(
      'target pacs: ohif would not show the result (nodule-sr: it is broken); no form that it shows could be made',
    )
    expect(gapSentence({ ...gap, sentAs: 'captures' })).toMatch(/; it goes there as captures too$/)
  })
})
