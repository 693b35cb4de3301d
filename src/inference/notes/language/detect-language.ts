import type { NoteSummary } from '../../finding.ts'

/** Function words of running text; those that both languages know (in, an, for) are not among them. */
const words = {
  en: 'the of and with has was is are no he she his her patient history for to on years old denies there from since this that which not been had'.split(
    ' ',
  ),
  ms: 'yang dan dengan tidak tiada pada untuk di ke dari daripada ini itu telah adalah pesakit beliau sejak tahun bulan hari oleh dalam mempunyai sejarah menafikan ada kanan kiri aduan penilaian pelan perubatan penyakit rawatan susulan sakit'.split(
    ' ',
  ),
} as const

/** Chinese characters beside Latin words: a note that is a third Chinese is a Chinese one with names of drugs in it. */
const chineseShare = 0.3

/** The language of a note by its script, then by its function words. English where nothing tells. */
export const detectLanguage = (text: string): NoteSummary['language'] => {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0
  if (chinese > 0 && chinese / (chinese + latin) >= chineseShare) return 'zh'
  const found = text.toLowerCase().match(/[a-z]+/g) ?? []
  const count = (list: readonly string[]): number => found.filter(word => list.includes(word)).length
  return count(words.ms) > count(words.en) ? 'ms' : 'en'
}
