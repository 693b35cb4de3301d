import { describe, expect, test } from 'vitest'
import type { Finding, ImagePoint } from '../../../src/inference/finding.ts'
import { imagePlane, pointInPatient } from '../../../src/reporting/image-plane.ts'
import { noduleSeg } from '../../../src/reporting/objects/nodule-seg.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import { profileOf } from '../../../src/reporting/profile.ts'
import { coverOutline, emptyMask } from '../../../src/reporting/seg/rasterize.ts'
import { findingSite } from '../../../src/reporting/sr/finding-words.ts'
import { hasPydicom, type ReadCoordinates, type ReadGroup, readByPydicom } from '../../support/pydicom.ts'
import { reportInput, testFindings, testStack } from '../../support/report-input.ts'

const findings = testFindings(testStack()).map((finding, index) =>
  index === 0 ? { ...finding, meanHu: 31.6, volumeMm3: 6370.6 } : finding,
)
const input = reportInput({ outcome: { kind: 'findings', findings } })
const volume = input.volume!

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals))
const closed = (points: readonly ImagePoint[]): readonly ImagePoint[] => [...points, points[0]!]

const expectPoints = (read: readonly (readonly number[])[], meant: readonly (readonly number[])[]): void => {
  expect(read).toHaveLength(meant.length)
  for (const [index, point] of meant.entries())
    for (const [axis, value] of point.entries()) expect(read[index]![axis]).toBeCloseTo(value, 3)
}

/** Every number of the finding, at the place where a reader of PS3.16 looks for it. */
const expectSameNodule = (group: ReadGroup, finding: Finding): void => {
  expect(group.trackingUid).toBe(finding.trackingUid)
  expect(group.trackingIdentifier).toBe(`Cornerstone3DTools@^0.1.0:Bidirectional:Nodule ${finding.id}`)
  expect(group.template).toBe(finding.contours.length > 1 ? '1411' : '1410')
  expect(group.finding.slice(0, 2)).toEqual(['27925004', 'SCT'])
  expect(group.site[0]).toBe(findingSite(finding).value)
  expect(group.laterality[0]).toBe(finding.side === 'right' ? '24028007' : '7771000')
  expect(group.algorithm).toEqual(['built-in', '1.0.0', 'Hilum', input.algorithm.parameters])
  expect(group.type[0]).toBe(finding.type)
  expect(
    group.measurements.map(({ name, value, unit, derivation }) => [name[0], value, unit[0], derivation?.[0]]),
  ).toEqual([
    ['103339001', rounded(finding.longAxisMm, 1), 'mm', undefined],
    ['103340004', rounded(finding.shortAxisMm, 1), 'mm', undefined],
    ['81827009', rounded(finding.diameterMm, 1), 'mm', '373098007'],
    ['118565006', rounded(finding.volumeMm3, 0), 'mm3', undefined],
    ['111012', rounded(finding.confidence * 100, 1), '%', undefined],
    ['112031', rounded(finding.meanHu, 0), "[hnsf'U]", '373098007'],
    ...(finding.solidCoreDiameterMm === undefined
      ? []
      : [['solid-diameter', rounded(finding.solidCoreDiameterMm, 1), 'mm', undefined]]),
  ])
}

describe.skipIf(!hasPydicom())('pydicom reads back', () => {
  test.each([
    ['ohif', '1.2.840.10008.5.1.4.1.1.88.33', null],
    ['air', '1.2.840.10008.5.1.4.1.1.88.34', '126000'],
  ] as const)('the findings of a report for %s, number by number', async (name, sopClass, seriesCode) => {
    const { encoding } = profileOf(name)
    const [object] = await noduleSr.build({ ...input, encoding })
    const [read] = await readByPydicom([object!.bytes])
    expect(read!.sopClassUid).toBe(sopClass)
    expect(read!.seriesCode?.[0] ?? null).toBe(seriesCode)
    const { groups, evidence, template, flags } = read!.report!
    expect(template).toEqual(['1500'])
    expect(flags).toEqual(['COMPLETE', 'UNVERIFIED', 'PRELIMINARY'])
    expect(evidence).toEqual(input.images.map(image => image.sopInstanceUid))
    expect(groups).toHaveLength(findings.length)
    for (const [index, finding] of findings.entries()) {
      const group = groups[index]!
      expectSameNodule(group, finding)
      expect(group.regionName![0]).toBe('111030')
      expect(group.regions.map(region => region.image)).toEqual(
        finding.contours.map(one => one.sopInstanceUid),
      )
      for (const [at, region] of group.regions.entries())
        expectPoints(region.points, closed(finding.contours[at]!.points))
      for (const [at, axis] of [finding.longAxis, finding.shortAxis].entries()) {
        const [line] = group.measurements[at]!.lines as readonly [ReadCoordinates]
        expect(line.image).toBe(axis.sopInstanceUid)
        expectPoints(line.points, axis.points)
      }
    }
  })

  test('the findings of a report in the frame of reference, number by number', async () => {
    const { encoding } = profileOf('air', '3d')
    const [object] = await noduleSr.build({ ...input, encoding })
    const [read] = await readByPydicom([object!.bytes])
    for (const [index, finding] of findings.entries()) {
      const group = read!.report!.groups[index]!
      expectSameNodule(group, finding)
      const isSurface = finding.contours.length > 1
      expect(group.regionName![0]).toBe(isSurface ? '121231' : '111030')
      expect(group.sourceSeries).toBe(isSurface ? volume.seriesInstanceUid : null)
      expect(group.regions).toHaveLength(finding.contours.length)
      for (const [at, region] of group.regions.entries()) {
        const { sliceIndex, points } = finding.contours[at]!
        expect(region).toMatchObject({
          graphicType: 'POLYGON',
          frameOfReferenceUid: volume.frameOfReferenceUid,
        })
        expectPoints(
          region.points,
          closed(points).map(point => pointInPatient(imagePlane(volume, sliceIndex), point)),
        )
      }
      for (const [at, axis] of [finding.longAxis, finding.shortAxis].entries())
        expectPoints(
          group.measurements[at]!.lines[0]!.points,
          axis.points.map(point => pointInPatient(imagePlane(volume, axis.sliceIndex), point)),
        )
    }
  })

  test('the segments of the same nodules, pixel by pixel', async () => {
    const [object] = await noduleSeg.build(input)
    const [read] = await readByPydicom([object!.bytes])
    const { segments, frames, references, type } = read!.segmentation!
    expect(type).toBe('BINARY')
    expect(segments.map(({ number, trackingUid }) => [number, trackingUid])).toEqual(
      findings.map((finding, index) => [index + 1, finding.trackingUid]),
    )
    expect(segments.map(({ trackingIdentifier }) => trackingIdentifier)).toEqual(
      findings.map(({ id }) => `Cornerstone3DTools@^0.1.0:Bidirectional:Nodule ${id}`),
    )
    expect(segments.every(({ algorithm }) => algorithm[0] === 'AUTOMATIC')).toBe(true)
    expect(frames).toHaveLength(findings.reduce((sum, { contours }) => sum + contours.length, 0))
    expect(references).toEqual(
      input.images.map(one => one.sopInstanceUid).filter(uid => frames.some(frame => frame.image === uid)),
    )
    for (const frame of frames) {
      const contour = findings[frame.segment - 1]!.contours.find(one => one.sopInstanceUid === frame.image)!
      const mask = emptyMask(volume.shape.rows, volume.shape.columns)
      coverOutline(mask, contour.points)
      const meant = [...mask.covered.keys()].filter(at => mask.covered[at])
      expect(frame.covered.map(([column, row]) => row * mask.columns + column)).toEqual(meant)
      expect(frame.covered.length).toBeGreaterThan(0)
      expectPoints([frame.position], [imagePlane(volume, contour.sliceIndex).position])
    }
  })
})
