import type { NoteLanguage } from '../../../src/inference/finding.ts'
import { englishTest } from './en-test.ts'
import { englishTuning } from './en-tuning.ts'
import { holdoutNotes } from './holdout.ts'
import { malayTest } from './ms-test.ts'
import { malayTuning } from './ms-tuning.ts'
import type { NoteExample } from './note-example.ts'
import { chineseTest } from './zh-test.ts'
import { chineseTuning } from './zh-tuning.ts'

/**
 * Notes a language: fifteen to tune on; fifteen to test on, which the tables' author knew; eight held out, written when
 * the tables were done.
 */
export const noteExamples: Readonly<
  Record<
    NoteLanguage,
    {
      readonly tuning: readonly NoteExample[]
      readonly test: readonly NoteExample[]
      readonly holdout: readonly NoteExample[]
    }
  >
> = {
  en: { tuning: englishTuning, test: englishTest, holdout: holdoutNotes.en },
  zh: { tuning: chineseTuning, test: chineseTest, holdout: holdoutNotes.zh },
  ms: { tuning: malayTuning, test: malayTest, holdout: holdoutNotes.ms },
}
