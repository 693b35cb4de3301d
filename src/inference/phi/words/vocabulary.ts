import { englishWords } from './english.ts'
import { malayWords } from './malay.ts'

const known: ReadonlySet<string> = new Set([...englishWords, ...malayWords])
const endings = ['s', 'es', 'd', 'ed', 'ing', 'ly', "'s", 'nya', 'lah', 'kah'] as const
/** Medicines and findings that no list is complete in; hardly any name ends so. */
const medicalEndings =
  /.{3}(itis|osis|oses|omas?|ectomy|ostomy|otomy|oscopy|ography|plasty|pathy|pathic|emia|aemia|uria|algia|ectasis|cillin|mycin|floxacin|azole|statin|prazole|sartan|dipine|tinib|mab|olol|pril|oxaban|gliptin|gliflozin|cycline|sone|solone|terol|tropium|virus|coccus|coccal|cytic|cytosis|genic|trophy|thorax|bronchial|pulmonary|pleural|vascular|cardial|lateral)$/

/** True for a word, folded to lower case, that may stay capitalised: known, a form of a known one, or shaped as medicine. */
export const isKnownWord = (word: string): boolean => {
  if (known.has(word) || /^[ivx]{1,4}$/.test(word)) return true
  if (endings.some(end => word.endsWith(end) && isStem(word.slice(0, -end.length)))) return true
  return medicalEndings.test(word)
}

const isStem = (stem: string): boolean =>
  stem.length > 2 && (known.has(stem) || known.has(`${stem}e`) || known.has(`${stem.slice(0, -1)}y`))
