import { HilumError } from '../../base/errors.ts'
import { dotted, type ReleaseCode } from './code-release.ts'

const linePattern = /^\d{5} ([A-Z]\d[0-9A-Z]{1,5}) *([01]) (.{1,60}?) *(?: (.*))?$/

/** Fewer lines are a piece of a release: what is missing would be taken for codes that do not exist. */
const fewestCodes = 20_000

/**
 * The CMS ICD-10-CM order file: fixed columns, 1-5 order, 7-13 code without its dot, 15 valid for billing (1) or header
 * (0), 17-76 short title, 78 on long title. Empty lines and a byte order mark are passed over.
 * @throws TERMINOLOGY_FILE_INVALID, with the number of the first line that is none; never with its text
 */
export const parseOrderFile = (text: string): readonly ReleaseCode[] => {
  const codes: ReleaseCode[] = []
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = raw.trimEnd()
    if (line === '') continue
    codes.push(parseLine(line, index + 1))
  }
  if (codes.length < fewestCodes)
    throw new HilumError(
      'TERMINOLOGY_FILE_INVALID',
      `only ${codes.length} codes: a release has more than ${fewestCodes}, the file is cut`,
    )
  return codes
}

const parseLine = (line: string, number: number): ReleaseCode => {
  const code = line.slice(6, 13).trimEnd()
  const mark = line[14]
  const shortTitle = line.slice(16, 76).trim()
  const isLine = linePattern.test(line) && (mark === '0' || mark === '1') && shortTitle !== ''
  if (!isLine) throw new HilumError('TERMINOLOGY_FILE_INVALID', `line ${number} is none of a CMS order file`)
  return { code: dotted(code), isBillable: mark === '1', shortTitle }
}
