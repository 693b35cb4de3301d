import { english } from './en.ts'
import type { LanguageTable } from './language-table.ts'
import { malay } from './ms.ts'
import { chinese } from './zh.ts'

/** Every language that the summarizer reads. A note may mix them: their words do not collide. */
export const languageTables: readonly LanguageTable[] = [english, chinese, malay]
