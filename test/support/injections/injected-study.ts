import type { Dataset } from '../../../src/dicom/dataset.ts'
import { drawText } from '../../../src/preprocess/glyphs.ts'
import { makeChestStudy } from '../chest-study.ts'
import { element } from '../ct-slice.ts'
import type { SmallInstance } from '../dicom-study.ts'
import type { Injection } from './injections.ts'

const longestShort = 60

/** As a value of LO can be (PS3.5 6.2): one line without backslash, at most 64 characters. */
const short = (text: string): string =>
  [...text.replace(/[\\\p{Cc}]/gu, ' ')].slice(0, longestShort).join('').trim()

const shortTags = ['00081030', '0008103E', '00181030', '00400254', '00321060'] as const
const longTags = ['00204000', '00104000', '00324000'] as const

/** Injections of one study: so many fit in its texts. */
export const injectionsPerStudy = shortTags.length + longTags.length

/**
 * A chest CT that carries them: StudyDescription, SeriesDescription, ProtocolName and other texts shortened, comments in
 * full, and Additional Patient History, which is a note of its own.
 */
export const studyWithTags = (name: string, some: readonly Injection[]): readonly SmallInstance[] => {
  const at = (index: number): string => some[index % some.length]!.text
  const more: Dataset = {
    '00080005': element('CS', 'ISO_IR 192'),
    ...Object.fromEntries(shortTags.map((tag, index) => [tag, element('LO', short(at(index)))])),
    ...Object.fromEntries(longTags.map((tag, index) => [tag, element('LT', at(shortTags.length + index))])),
    '001021B0': element('LT', `Known COPD.\n${at(0)}`),
  }
  return makeChestStudy({ name, more })
}

const brightHu = 250
const intercept = 1024
const rowHeight = 8
const charactersPerRow = 14

/** Study ID of those with burned-in text, for rules. */
export const pixelStudyId = 'BURNED-IN'

/** A chest CT with the text burned into the pixels of its lungs, on every third slice. */
export const studyWithPixels = (name: string, { text }: Injection): readonly SmallInstance[] => {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]+/g, ' ')
  const lines = plain.match(new RegExp(`.{1,${charactersPerRow}}`, 'g'))?.slice(0, 5) ?? []
  return makeChestStudy({
    name,
    more: { '00200010': element('SH', pixelStudyId) },
    paint: (stored, { rows, columns }, k) => {
      if (k % 3 !== 0) return
      const grey = new Uint8Array(rows * columns)
      lines.forEach((line, index) => {
        drawText({ width: columns, height: rows, grey }, line, { x: 20, y: 30 + index * rowHeight, scale: 1 })
      })
      for (let at = 0; at < grey.length; at++) if (grey[at]! > 0) stored[at] = brightHu + intercept
    },
  })
}
