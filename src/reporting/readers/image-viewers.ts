import { itemsOf } from '../../dicom/dataset.ts'
import { objectClassOf, referencedUids } from './object-class.ts'
import type { JudgeFor } from './verdict.ts'

const image = { outcome: 'fine', drawn: 'image', reasons: [] } as const
const ignored = { outcome: 'ignores', reasons: [] } as const

const isPicture = (document: Parameters<JudgeFor>[0]): boolean =>
  ['capture', 'image'].includes(objectClassOf(document))

/** A viewer that shows images and nothing else. */
export const imageOnly: JudgeFor = document => (isPicture(document) ? image : ignored)

/**
 * A viewer that lays presentation states over the images: one needs the images that it is of, and nothing to be drawn on
 * others (PS3.3 C.10.5).
 */
export const gsps: JudgeFor = (document, { known }) => {
  if (isPicture(document)) return image
  if (objectClassOf(document) !== 'presentation-state') return ignored
  const listed = itemsOf(document, '00081115').flatMap(series => itemsOf(series, '00081140'))
  if (listed.length === 0) return { outcome: 'fails', drawn: 'nothing', reasons: ['it is of no image'] }
  const missing = known ? referencedUids(document).filter(uid => !known.has(uid)) : []
  const marks = itemsOf(document, '00700001').length
  return missing.length > 0
    ? {
        outcome: 'fails',
        drawn: 'nothing',
        reasons: [`${missing.length} of its images are not in the study`],
      }
    : { outcome: 'fine', drawn: `${marks} marked`, reasons: [] }
}
