import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dataset, itemsOf, numbersOf, textOf } from '../../../src/dicom/dataset.ts'
import type { InstanceFacts, Vector3 } from '../../../src/dicom/instance-facts.ts'
import { addScaled, cross, dot, subtract } from '../../../src/dicom/vector.ts'
import type { Finding, ImagePoint } from '../../../src/inference/finding.ts'
import type { Volume } from '../../../src/preprocess/volume.ts'
import { noduleSeg } from '../../../src/reporting/objects/nodule-seg.ts'
import { noduleSr } from '../../../src/reporting/objects/nodule-sr.ts'
import type { ReportInput } from '../../../src/reporting/output-object.ts'
import { profileOf } from '../../../src/reporting/profile.ts'
import { allNodes, contentNode, referencedImages } from '../../../src/reporting/readers/content-node.ts'
import { coverOutline, emptyMask } from '../../../src/reporting/seg/rasterize.ts'
import {
  ballFinding,
  imageSize,
  middleOf,
  type SeriesGeometry,
  volumeOfGeometry,
} from '../../support/ball-series.ts'
import { buildAndRead } from '../../support/read-report.ts'
import { reportInput } from '../../support/report-input.ts'

const direction = fc
  .tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true })))
  .map(([x, y, z]): Vector3 => [x!, y!, z!])
  .filter(vector => Math.hypot(...vector) > 0.3)
const axis = fc.constantFrom<Vector3>([1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1])
const directions = fc
  .oneof(fc.tuple(axis, axis), fc.tuple(direction, direction))
  .filter(([along, across]) => Math.hypot(...cross(along, across)) > 0.2)
const stepMm = fc.double({ min: 1, max: 2.5, noNaN: true })
const steps = fc.oneof(
  stepMm.map(step => Array.from({ length: 13 }, () => step)),
  // One slice missing, and none like another.
  stepMm.map(step => Array.from({ length: 12 }, (_, index) => (index === 6 ? 2 * step : step))),
  fc
    .tuple(stepMm, fc.array(fc.double({ min: 0.6, max: 1.6, noNaN: true }), { minLength: 13, maxLength: 13 }))
    .map(([step, factors]) => factors.map(factor => step * factor)),
)
const geometries = fc.record({
  directions,
  rowMm: fc.double({ min: 0.5, max: 1.2, noNaN: true }),
  columnMm: fc.double({ min: 0.5, max: 1.2, noNaN: true }),
  stepsMm: steps,
  tilt: fc.constantFrom(0, 0, 0.2, -0.35),
})

const radiusMm = 5
/**
 * Within this of the ball's surface a pixel may count either way: outlines are drawn between cells of 0.5 mm. They are
 * drawn round the centres of the volume's pixels, between which those of an image lie where the gantry is tilted.
 */
const slackMm = ({ tilt, rowMm, columnMm }: { tilt: number; rowMm: number; columnMm: number }): number =>
  tilt === 0 ? 0.3 : Math.max(rowMm, columnMm)

/** The series' plane of an image, from its own header and from nothing else. */
interface OwnPlane {
  readonly position: Vector3
  readonly column: Vector3
  readonly row: Vector3
  readonly spacing: readonly [number, number]
}

const planeOf = (facts: InstanceFacts): OwnPlane => ({
  position: facts.imagePosition!,
  column: facts.imageOrientation![0],
  row: facts.imageOrientation![1],
  spacing: facts.pixelSpacing!,
})

const placeOf = ({ position, column, row, spacing }: OwnPlane, x: number, y: number): Vector3 =>
  addScaled(addScaled(position, column, x * spacing[1]), row, y * spacing[0])

const inputOf = (
  volume: Volume,
  findings: readonly Finding[],
  changes: Partial<ReportInput> = {},
): ReportInput =>
  reportInput({
    volume,
    images: volume.slices.map(slice => ({ ...slice, seriesInstanceUid: volume.seriesInstanceUid })),
    outcome: { kind: 'findings', findings },
    ...changes,
  })

/** Outlines of regions as they stand in a written SR, by image. */
const outlinesIn = (document: Dataset): ReadonlyMap<string, readonly ImagePoint[]> =>
  new Map(
    allNodes(contentNode(document))
      .filter(node => node.valueType === 'SCOORD' && node.name?.value === '111030')
      .map(node => {
        const numbers = numbersOf(node.item, '00700022')!
        const points = Array.from(
          { length: numbers.length / 2 },
          (_, at): ImagePoint => [numbers[2 * at]!, numbers[2 * at + 1]!],
        )
        return [referencedImages(node)[0]!, points]
      }),
  )

const covered = (points: readonly ImagePoint[]): Uint8Array => {
  const mask = emptyMask(imageSize, imageSize)
  coverOutline(mask, points)
  return mask.covered
}

const asGeometry = ({
  directions: [along, across],
  ...rest
}: {
  readonly directions: readonly [Vector3, Vector3]
} & Omit<SeriesGeometry, 'along' | 'across'>): SeriesGeometry => ({ along, across, ...rest })

test('outlines of a written SR lie on the pixels of the nodule, however the series lies', async () => {
  await fc.assert(
    fc.asyncProperty(geometries, async wanted => {
      const { facts, volume } = await volumeOfGeometry(asGeometry(wanted))
      const centre = middleOf(volume)
      const { dataset } = await buildAndRead(
        noduleSr,
        inputOf(volume, [ballFinding(volume, centre, radiusMm)]),
      )
      const outlines = outlinesIn(dataset)
      expect(outlines.size).toBeGreaterThan(0)
      for (const [uid, points] of outlines) {
        const plane = planeOf(facts.find(one => one.sopInstanceUid === uid)!)
        for (const [at, value] of covered(points).entries()) {
          const place = placeOf(plane, at % imageSize, Math.floor(at / imageSize))
          const distance = Math.hypot(...subtract(place, centre))
          if (Math.abs(distance - radiusMm) > slackMm(wanted)) expect(value).toBe(distance < radiusMm ? 1 : 0)
        }
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)

test('outlines in the frame of reference are those on the images', async () => {
  await fc.assert(
    fc.asyncProperty(geometries, async wanted => {
      const { facts, volume } = await volumeOfGeometry(asGeometry(wanted))
      const finding = ballFinding(volume, middleOf(volume), radiusMm)
      const flat = outlinesIn((await buildAndRead(noduleSr, inputOf(volume, [finding]))).dataset)
      const { encoding } = profileOf('air', '3d')
      const { dataset } = await buildAndRead(noduleSr, inputOf(volume, [finding], { encoding }))
      const polygons = allNodes(contentNode(dataset)).filter(
        node => textOf(node.item, '00700023') === 'POLYGON',
      )
      expect(polygons).toHaveLength(flat.size)
      for (const [index, [uid, points]] of [...flat].entries()) {
        expect(textOf(polygons[index]!.item, '30060024')).toBe('1.2.3.4.5')
        const plane = planeOf(facts.find(one => one.sopInstanceUid === uid)!)
        const numbers = numbersOf(polygons[index]!.item, '00700022')!
        expect(numbers).toHaveLength(3 * points.length)
        for (const [at, [x, y]] of points.entries()) {
          const place: Vector3 = [numbers[3 * at]!, numbers[3 * at + 1]!, numbers[3 * at + 2]!]
          const away = subtract(place, plane.position)
          expect(dot(away, plane.column) / plane.spacing[1] + 0.5).toBeCloseTo(x, 2)
          expect(dot(away, plane.row) / plane.spacing[0] + 0.5).toBeCloseTo(y, 2)
          expect(dot(away, cross(plane.column, plane.row))).toBeCloseTo(0, 2)
        }
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('a segmentation is what the outlines of the report enclose, at the places of their images', async () => {
  await fc.assert(
    fc.asyncProperty(geometries, async wanted => {
      const { facts, volume } = await volumeOfGeometry(asGeometry(wanted))
      const input = inputOf(volume, [ballFinding(volume, middleOf(volume), radiusMm)])
      const outlines = outlinesIn((await buildAndRead(noduleSr, input)).dataset)
      const { dataset, object } = await buildAndRead(noduleSeg, input)
      const frames = itemsOf(dataset, '52009230')
      const filled = [...outlines].filter(([, points]) => covered(points).includes(1))
      expect(frames).toHaveLength(filled.length)
      const size = imageSize * imageSize
      const packed = object.bytes.subarray(object.bytes.length - 2 * Math.ceil((frames.length * size) / 16))
      for (const [index, frame] of frames.entries()) {
        const source = itemsOf(itemsOf(frame, '00089124')[0]!, '00082112')[0]!
        const uid = textOf(source, '00081155')!
        const pixels = Uint8Array.from({ length: size }, (_, at) => {
          const bit = index * size + at
          return (packed[bit >> 3]! >> (bit & 7)) & 1
        })
        expect(pixels).toEqual(covered(outlines.get(uid)!))
        const position = numbersOf(itemsOf(frame, '00209113')[0]!, '00200032')!
        const own = facts.find(one => one.sopInstanceUid === uid)!.imagePosition!
        for (const at of [0, 1, 2]) expect(position[at]).toBeCloseTo(own[at]!, 6)
      }
    }),
    { numRuns: 25 },
  )
}, 120_000)
