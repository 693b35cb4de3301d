import { randomBytes } from 'node:crypto'
import { writePart10 } from '../src/dicom/part10-write.ts'

const side = 512
/** As many digits in every UID, so that each slice is the first one's bytes with other digits. */
const firstNumber = 1_000_000

/** A CT series, all of whose slices can be asked for, in any order and more than once. */
export interface SyntheticSeries {
  /** Slices `from` to `to` (exclusive, from 0), each made as it is asked for. */
  slices(from: number, to: number): Iterable<Uint8Array>
}

/** A CT series of slices of 512 x 512 (528 KB) that differ, made in no time: noise, so that it does not compress. */
export const syntheticSeries = (seed: number): SyntheticSeries => {
  const root = `2.25.${firstNumber + seed}`
  const template = Buffer.from(writePart10(headerOf(root)))
  const places = findAll(template, `${root}.1.${firstNumber}`)
  const sliceAt = (index: number): Uint8Array => {
    const file = Buffer.from(template)
    for (const at of places) file.write(`${root}.1.${firstNumber + index}`, at, 'latin1')
    file.writeUInt32LE(index, file.length - 4)
    return file
  }
  return {
    slices: function* (from, to) {
      for (let index = from; index < to; index++) yield sliceAt(index)
    },
  }
}

const headerOf = (root: string) => {
  const one = (vr: string, ...Value: readonly unknown[]) => ({ vr, Value })
  return {
    '00080016': one('UI', '1.2.840.10008.5.1.4.1.1.2'),
    '00080018': one('UI', `${root}.1.${firstNumber}`),
    '00080020': one('DA', '20260101'),
    '00080060': one('CS', 'CT'),
    '00100010': one('PN', { Alphabetic: 'Bench^Mark' }),
    '00100020': one('LO', 'BENCH'),
    '0020000D': one('UI', root),
    '0020000E': one('UI', `${root}.1`),
    '00200032': one('DS', 0, 0, 0),
    '00200037': one('DS', 1, 0, 0, 0, 1, 0),
    '00280002': one('US', 1),
    '00280004': one('CS', 'MONOCHROME2'),
    '00280010': one('US', side),
    '00280011': one('US', side),
    '00280030': one('DS', 0.7, 0.7),
    '00280100': one('US', 16),
    '00280101': one('US', 16),
    '00280102': one('US', 15),
    '00280103': one('US', 1),
    '00281052': one('DS', -1024),
    '00281053': one('DS', 1),
    '7FE00010': one('OW', new Uint8Array(randomBytes(side * side * 2))),
  }
}

const findAll = (bytes: Buffer, text: string): readonly number[] => {
  const places: number[] = []
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) places.push(at)
  return places
}
