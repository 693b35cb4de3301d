import type { Dataset } from '../../src/dicom/dataset.ts'
import { deriveUid } from '../../src/dicom/uid.ts'
import type { AlgorithmIdentity, Finding, ImagePoint, SliceContour } from '../../src/inference/finding.ts'
import { values } from '../../src/reporting/codes.ts'
import type { ReferencedImage, ReportInput, SliceValues } from '../../src/reporting/output-object.ts'

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2'

/** The stack that test findings lie on: axial, slices ascending in z. */
export interface TestStack {
  readonly images: readonly ReferencedImage[]
  readonly pixelMm: number
  readonly spacingMm: number
  readonly originMm: readonly [number, number, number]
}

/** A stack of derived UIDs, Instance Number against z as scanners count. */
export const testStack = (slices = 133): TestStack => ({
  images: Array.from({ length: slices }, (_, index) => ({
    sopClassUid: ctImageStorage,
    sopInstanceUid: deriveUid('test-image', index),
    seriesInstanceUid: deriveUid('test-series', 1),
    instanceNumber: slices - index,
  })),
  pixelMm: 0.703125,
  spacingMm: 2.5,
  originMm: [-166, -171.7, -340],
})

/** A round nodule of `diameterMm` at voxel [column, row, slice] of the stack, outlined on each slice that it reaches. */
export const roundNodule = (
  stack: TestStack,
  [column, row, slice]: readonly [number, number, number],
  diameterMm: number,
  changes: Partial<Finding> = {},
): Finding => {
  const image = stack.images[slice]!
  const radius = diameterMm / 2
  const half = radius / stack.pixelMm
  const [x, y] = [column + 0.5, row + 0.5]
  const axis = { sopInstanceUid: image.sopInstanceUid, sliceIndex: slice }
  const [ox, oy, oz] = stack.originMm
  return {
    id: '1',
    kind: 'nodule',
    centerMm: [ox + column * stack.pixelMm, oy + row * stack.pixelMm, oz + slice * stack.spacingMm],
    diameterMm: (diameterMm + diameterMm * 0.8) / 2,
    longAxisMm: diameterMm,
    shortAxisMm: diameterMm * 0.8,
    volumeMm3: (Math.PI / 6) * diameterMm ** 3,
    meanHu: -12.4,
    type: 'solid',
    calcified: false,
    side: 'left',
    site: values.lowerLobe,
    siteConfidence: 'high',
    confidence: 0.923,
    sliceSopInstanceUid: image.sopInstanceUid,
    trackingUid: deriveUid('tracking', 1),
    contours: contoursOf(stack, [x, y], slice, radius),
    longAxis: {
      ...axis,
      points: [
        [x - half, y],
        [x + half, y],
      ],
      lengthMm: diameterMm,
    },
    shortAxis: {
      ...axis,
      points: [
        [x, y - half * 0.8],
        [x, y + half * 0.8],
      ],
      lengthMm: diameterMm * 0.8,
    },
    ...changes,
  }
}

const contoursOf = (
  stack: TestStack,
  center: ImagePoint,
  widest: number,
  radiusMm: number,
): readonly SliceContour[] => {
  const reach = Math.floor((radiusMm * 0.99) / stack.spacingMm)
  const others = Array.from({ length: 2 * reach + 1 }, (_, index) => widest - reach + index)
  return [widest, ...others.filter(slice => slice !== widest)].map(slice => {
    const away = (slice - widest) * stack.spacingMm
    const radius = Math.sqrt(radiusMm ** 2 - away ** 2) / stack.pixelMm
    return {
      sopInstanceUid: stack.images[slice]!.sopInstanceUid,
      sliceIndex: slice,
      points: ellipse(center, radius),
    }
  })
}

const ellipse = ([x, y]: ImagePoint, radius: number): readonly ImagePoint[] =>
  Array.from({ length: 24 }, (_, step): ImagePoint => {
    const angle = (step / 24) * 2 * Math.PI
    return [round(x + radius * Math.cos(angle)), round(y + radius * 0.8 * Math.sin(angle))]
  })

const round = (value: number): number => Math.round(value * 100) / 100

/** The algorithm that test results name. */
export const testAlgorithm: AlgorithmIdentity = {
  name: 'built-in',
  version: '1.0.0',
  manufacturer: 'Hilum',
  parameters: 'score >= 0.50, diameter >= 4 mm',
}

/** A CT header with patient, study and order. */
export const testHeader = (changes: Dataset = {}): Dataset => ({
  '00080005': { vr: 'CS', Value: ['ISO_IR 100'] },
  '00080020': { vr: 'DA', Value: ['20260301'] },
  '00080030': { vr: 'TM', Value: ['101500'] },
  '00080050': { vr: 'SH', Value: ['ACC-1'] },
  '00080060': { vr: 'CS', Value: ['CT'] },
  '00080070': { vr: 'LO', Value: ['Scanner Works'] },
  '00080090': { vr: 'PN', Value: [{ Alphabetic: 'Referrer^Rita' }] },
  '00081030': { vr: 'LO', Value: ['CT chest'] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Doe^Jane' }] },
  '00100020': { vr: 'LO', Value: ['P-1'] },
  '00100030': { vr: 'DA', Value: ['19600102'] },
  '00100040': { vr: 'CS', Value: ['F'] },
  '0020000D': { vr: 'UI', Value: [deriveUid('test-study', 1)] },
  '0020000E': { vr: 'UI', Value: [deriveUid('test-series', 1)] },
  '00200010': { vr: 'SH', Value: ['ST-1'] },
  '00200011': { vr: 'IS', Value: [4] },
  '00400275': {
    vr: 'SQ',
    Value: [
      {
        '00321060': { vr: 'LO', Value: ['CT chest without contrast'] },
        '00401001': { vr: 'SH', Value: ['RP-7'] },
      },
    ],
  },
  '00402016': { vr: 'LO', Value: ['PLACER-9'] },
  '00402017': { vr: 'LO', Value: ['FILLER-9'] },
  ...changes,
})

/** A report of two nodules on the test stack; tests change what they are about. */
export const reportInput = (changes: Partial<ReportInput> = {}): ReportInput => {
  const stack = testStack()
  return {
    workitemId: 'a'.repeat(64),
    ruleName: 'chest-ct-nodules',
    revision: 1,
    studyHeader: testHeader(),
    images: stack.images,
    volume: {
      shape: { slices: stack.images.length, rows: 512, columns: 512 },
      spacingMm: { slice: stack.spacingMm, row: stack.pixelMm, column: stack.pixelMm },
      origin: stack.originMm,
      directions: { column: [1, 0, 0], row: [0, 1, 0], slice: [0, 0, 1] },
      seriesInstanceUid: deriveUid('test-series', 1),
      frameOfReferenceUid: deriveUid('test-frame', 1),
      slices: stack.images.map(image => ({ ...image, digest: '' })),
      gaps: [],
    },
    algorithm: testAlgorithm,
    outcome: { kind: 'findings', findings: testFindings(stack) },
    evaluatedZMm: { from: -320, to: -12.5 },
    warnings: [],
    contentAt: new Date('2026-03-01T11:05:09Z'),
    readSlice: async sliceIndex => syntheticSlice(stack, sliceIndex),
    ...changes,
  }
}

/** A slice with the test findings in it: lung of -850 HU in a wall of 40 HU, a nodule of 30 HU in each contour's ellipse. */
const syntheticSlice = (stack: TestStack, sliceIndex: number): SliceValues => {
  const hu = new Int16Array(512 * 512)
  const contours = testFindings(stack).flatMap(finding => finding.contours.map(contour => contour))
  const drawn = contours
    .filter(contour => contour.sliceIndex === sliceIndex)
    .map(({ points }) => ({
      x: (points[0]![0] + points[12]![0]) / 2,
      y: (points[6]![1] + points[18]![1]) / 2,
      width: (points[0]![0] - points[12]![0]) / 2,
      height: (points[6]![1] - points[18]![1]) / 2,
    }))
  for (let row = 0; row < 512; row++)
    for (let column = 0; column < 512; column++) {
      const [x, y] = [column + 0.5, row + 0.5]
      const isBody = ((x - 256) / 230) ** 2 + ((y - 256) / 180) ** 2 < 1
      const isLung = [150, 362].some(middle => ((x - middle) / 85) ** 2 + ((y - 270) / 140) ** 2 < 1)
      const isNodule = drawn.some(e => ((x - e.x) / e.width) ** 2 + ((y - e.y) / e.height) ** 2 < 1)
      hu[row * 512 + column] = isNodule ? 30 : isLung ? -850 : isBody ? 40 : -1000
    }
  return { rows: 512, columns: 512, hu, rescale: { slope: 1, intercept: -1024 } }
}

/** A solid nodule over nine slices, and a part-solid one on a single slice whose lobe is uncertain. */
export const testFindings = (stack: TestStack): readonly Finding[] => [
  roundNodule(stack, [316, 367, 90], 23),
  roundNodule(stack, [150, 250, 60], 4.8, {
    id: '2',
    side: 'right',
    site: values.upperLobe,
    siteConfidence: 'low',
    type: 'part-solid',
    solidCoreDiameterMm: 2.25,
    confidence: 0.61,
    trackingUid: deriveUid('tracking', 2),
  }),
]
