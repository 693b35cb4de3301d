import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Dataset, itemsOf, numbersOf, textOf } from '../../../../src/dicom/dataset.ts'
import { readDataset } from '../../../../src/dicom/part10-index.ts'
import { writePart10 } from '../../../../src/dicom/part10-write.ts'
import type { Finding } from '../../../../src/inference/finding.ts'
import { windowLungs } from '../../../../src/preprocess/lung-window.ts'
import { presentationState } from '../../../../src/reporting/objects/presentation-state.ts'
import type { ReportInput, SliceValues } from '../../../../src/reporting/output-object.ts'
import { needsProgram } from '../../../support/prerequisites.ts'
import { reportInput, testHeader } from '../../../support/report-input.ts'

const built = async (changes: Partial<ReportInput> = {}): Promise<readonly Dataset[]> =>
  (await presentationState.build(reportInput(changes))).map(({ bytes }) => readDataset(bytes))

test('marks each slice of each contour, the widest with size and axes', async () => {
  const [state] = await built()
  const annotations = itemsOf(state!, '00700001')
  const labels = annotations.map(item => textOf(itemsOf(item, '00700008')[0]!, '00700006'))
  expect(labels.filter(label => label === '#1')).toHaveLength(8)
  expect(labels.filter(label => label !== '#1')).toEqual([
    '#2 right lung 4.8 x 3.8 mm, AI, UNVERIFIED',
    '#1 LLL 23 x 18.4 mm, AI, UNVERIFIED',
  ])
  const references = itemsOf(itemsOf(state!, '00081115')[0]!, '00081140')
  expect(references).toHaveLength(annotations.length)
})

test('holds no Content Date or Time, which its class does not have', async () => {
  const [state] = await built()
  expect([textOf(state!, '00080023'), textOf(state!, '00080033')]).toEqual([undefined, undefined])
  expect(textOf(state!, '00700083')).toBe('110509')
})

test('images of another size or rescale get a state of their own', async () => {
  const { readSlice } = reportInput()
  const states = await built({
    readSlice: async index => {
      const slice = await readSlice!(index)
      return index < 80 ? { ...slice, rescale: { slope: 2, intercept: -1000 } } : slice
    },
  })
  expect(states.map(state => textOf(state, '00281053'))).toEqual(['2', '1'])
  expect(new Set(states.map(state => textOf(state, '00080018'))).size).toBe(2)
  expect(states.map(state => itemsOf(state, '00700001').length)).toEqual([1, 9])
})

test('no window where the rescale is not known: it would be of stored values', async () => {
  const { readSlice: _, ...input } = reportInput()
  const [object] = await presentationState.build(input)
  const state = readDataset(object!.bytes)
  expect(itemsOf(state, '00283110')).toEqual([])
  expect(textOf(state, '00281053')).toBeUndefined()
  expect(numbersOf(itemsOf(state, '0070005A')[0]!, '00700053')).toEqual([512, 512])
})

test('a frame of a multi-frame image is named', async () => {
  const input = reportInput()
  const { findings } = input.outcome as { findings: readonly Finding[] }
  const on = { frameNumber: 61 }
  const nodule = findings[1]!
  const framed = {
    ...nodule,
    contours: nodule.contours.map(contour => ({ ...contour, ...on })),
    longAxis: { ...nodule.longAxis, ...on },
    shortAxis: { ...nodule.shortAxis, ...on },
  }
  const [state] = await built({ outcome: { kind: 'findings', findings: [framed] } })
  const [annotation] = itemsOf(state!, '00700001')
  expect(textOf(itemsOf(annotation!, '00081140')[0]!, '00081160')).toBe('61')
})

const renderer = needsProgram('dcmp2pgm', 'dcmtk')
const dciodvfy = needsProgram('dciodvfy', 'dicom3tools')
const folder = mkdtempSync(join(tmpdir(), 'hilum-gsps-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A slice as the CT image that a state is of: stored values are HU + 1024. */
const ctImage = ({ rows, columns, hu }: SliceValues, image: ReportInput['images'][number]): Uint8Array =>
  writePart10({
    ...testHeader(),
    '00080016': { vr: 'UI', Value: [image.sopClassUid] },
    '00080018': { vr: 'UI', Value: [image.sopInstanceUid] },
    '0020000E': { vr: 'UI', Value: [image.seriesInstanceUid] },
    '00280002': { vr: 'US', Value: [1] },
    '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
    '00280010': { vr: 'US', Value: [rows] },
    '00280011': { vr: 'US', Value: [columns] },
    '00280030': { vr: 'DS', Value: [0.703125, 0.703125] },
    '00280100': { vr: 'US', Value: [16] },
    '00280101': { vr: 'US', Value: [16] },
    '00280102': { vr: 'US', Value: [15] },
    '00280103': { vr: 'US', Value: [0] },
    '00281052': { vr: 'DS', Value: [-1024] },
    '00281053': { vr: 'DS', Value: [1] },
    '7FE00010': { vr: 'OW', Value: [new Uint8Array(Uint16Array.from(hu, value => value + 1024).buffer)] },
  })

/** A binary PGM's pixels. */
const readPgm = (path: string): { width: number; height: number; grey: Uint8Array } => {
  const file = readFileSync(path)
  const [, width, height] = /^P5\s+(?:#.*\n)*(\d+)\s+(\d+)\s+255\s/.exec(file.toString('latin1', 0, 200))!
  const size = Number(width) * Number(height)
  return { width: Number(width), height: Number(height), grey: file.subarray(file.length - size) }
}

describe.skipIf(!renderer)('rendered by DCMTK', () => {
  /** The widest slice of nodule 1, shown through the state, and the state as DCMTK understood it. */
  const rendered = async () => {
    const input = reportInput()
    const { findings } = input.outcome as { findings: readonly Finding[] }
    const { sliceIndex, sopInstanceUid } = findings[0]!.longAxis
    const slice = await input.readSlice!(sliceIndex)
    const [object] = await presentationState.build(input)
    const path = (name: string): string => join(folder, name)
    writeFileSync(path('state.dcm'), object!.bytes)
    writeFileSync(path('ct.dcm'), ctImage(slice, input.images[sliceIndex]!))
    execFileSync(renderer!, [
      ...['-p', path('state.dcm'), '+S', path('read.dcm')],
      ...[path('ct.dcm'), path('shown.pgm')],
    ])
    return {
      slice,
      sopInstanceUid,
      shown: readPgm(path('shown.pgm')),
      state: readDataset(readFileSync(path('read.dcm'))),
    }
  }

  test('the image is shown whole, in the lung window', async () => {
    const { slice, shown } = await rendered()
    expect([shown.width, shown.height]).toEqual([slice.columns, slice.rows])
    const ours = windowLungs(slice.hu)
    // DCMTK takes the window as LINEAR (PS3.3 C.11.2.1.2), which is half a value beside LINEAR_EXACT, and rounds.
    const farthest = shown.grey.reduce((most, grey, at) => Math.max(most, Math.abs(grey - ours[at]!)), 0)
    expect(farthest).toBeLessThanOrEqual(1)
  })

  test('what the contour encloses are the pixels of the nodule', async () => {
    const { slice, shown, state, sopInstanceUid } = await rendered()
    const annotation = itemsOf(state, '00700001').find(
      item => textOf(itemsOf(item, '00081140')[0]!, '00081155') === sopInstanceUid,
    )
    const contour = numbersOf(itemsOf(annotation!, '00700009')[0]!, '00700022')!
    let [inside, bright, both] = [0, 0, 0]
    for (let row = 340; row < 400; row++)
      for (let column = 280; column < 360; column++) {
        const isInside = isEnclosed(contour, column + 0.5, row + 0.5)
        const isNodule = slice.hu[row * slice.columns + column] === 30
        const isBright = shown.grey[row * shown.width + column]! > 200
        inside += Number(isInside)
        bright += Number(isNodule && isBright)
        both += Number(isInside && isNodule && isBright)
      }
    expect(inside).toBeGreaterThan(500)
    expect((2 * both) / (inside + bright)).toBeGreaterThan(0.98)
  })
})

/** Even-odd rule over x1, y1, x2, y2... */
const isEnclosed = (points: readonly number[], x: number, y: number): boolean => {
  let isInside = false
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [ax, ay, bx, by] = points.slice(at, at + 4) as [number, number, number, number]
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside
  }
  return isInside
}

describe.skipIf(!dciodvfy)('dciodvfy', () => {
  test('finds no error', async () => {
    const objects = await presentationState.build(reportInput())
    for (const [index, { bytes }] of objects.entries()) {
      const path = join(folder, `checked-${index}.dcm`)
      writeFileSync(path, bytes)
      const { stderr } = spawnSync(dciodvfy!, ['-new', path], { encoding: 'utf8' })
      expect(stderr.split('\n').filter(line => line.startsWith('Error'))).toEqual([])
      expect(stderr).toContain('GrayscaleSoftcopyPresentationState')
    }
  })
})
