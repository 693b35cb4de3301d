import type { Dataset } from '../../dicom/dataset.ts'
import { dcmqi } from './dcmqi.ts'
import { highdicom } from './highdicom.ts'
import { gsps, imageOnly } from './image-viewers.ts'
import { ohif } from './ohif.ts'
import { references } from './references.ts'
import { slicer } from './slicer.ts'
import { standard } from './standard.ts'
import {
  type JudgeFor,
  type ReaderName,
  type ReaderVerdict,
  readerNames,
  type StudyAround,
} from './verdict.ts'

const judges: Readonly<Record<ReaderName, JudgeFor>> = {
  ohif,
  highdicom,
  slicer,
  dcmqi,
  gsps,
  'image-only': imageOnly,
  standard,
  references,
}

/**
 * What every reader known makes of an object, whoever wrote it, in the order of `readerNames`. Pure, and never throws:
 * what trips one of these rules up would trip its reader up too.
 */
export const judgeObject = (document: Dataset, around: StudyAround = {}): readonly ReaderVerdict[] =>
  readerNames.map(reader => {
    try {
      return { reader, ...judges[reader](document, around) }
    } catch {
      return { reader, outcome: 'fails', reasons: ['it cannot be read as what its SOP class says'] }
    }
  })
