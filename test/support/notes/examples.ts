import type { NoteLanguage } from '../../../src/inference/finding.ts'
import { englishTest } from './en-test.ts'
import { englishTuning } from './en-tuning.ts'
import { malayTest } from './ms-test.ts'
import { malayTuning } from './ms-tuning.ts'
import type { NoteExample } from './note-example.ts'
import { chineseTest } from './zh-test.ts'
import { chineseTuning } from './zh-tuning.ts'

/** Thirty notes a language, half of them for tuning, half for the figures. */
export const noteExamples: Readonly<
  Record<NoteLanguage, { readonly tuning: readonly NoteExample[]; readonly test: readonly NoteExample[] }>
> = {
  en: { tuning: englishTuning, test: englishTest },
  zh: { tuning: chineseTuning, test: chineseTest },
  ms: { tuning: malayTuning, test: malayTest },
}
