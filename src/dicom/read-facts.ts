import { type Dataset, numberOf, numbersOf, textOf, textsOf } from './dataset.ts'
import { isMadeByHilum } from './identity.ts'
import type { InstanceFacts, Vector3 } from './instance-facts.ts'
import type { ParsedInstance } from './part10-index.ts'
import { isValidUid, parseUid } from './uid.ts'

/**
 * The facts of an instance, absent where the header has none. UIDs are validated; those of the file meta information are
 * not asked: de-identified files often keep the old ones there. @param digest SHA-256 of the bytes, hex.
 * @throws DICOM_BAD_UID
 */
export const buildInstanceFacts = (
  parsed: ParsedInstance,
  digest: string,
  sizeBytes: number,
): InstanceFacts => {
  const { header } = parsed
  return {
    studyInstanceUid: parseUid(textOf(header, '0020000D'), 'Study Instance UID'),
    seriesInstanceUid: parseUid(textOf(header, '0020000E'), 'Series Instance UID'),
    sopInstanceUid: parseUid(textOf(header, '00080018'), 'SOP Instance UID'),
    sopClassUid: parseUid(textOf(header, '00080016'), 'SOP Class UID'),
    transferSyntaxUid: parseUid(parsed.transferSyntaxUid, 'Transfer Syntax UID'),
    digest,
    sizeBytes,
    imageType: textsOf(header, '00080008'),
    isOurs: isMadeByHilum(header),
    ...defined({
      modality: textOf(header, '00080060'),
      instanceNumber: numberOf(header, '00200013'),
      acquisitionNumber: numberOf(header, '00200012'),
      frameOfReferenceUid: validUid(textOf(header, '00200052')),
      rows: numberOf(header, '00280010'),
      columns: numberOf(header, '00280011'),
      numberOfFrames: numberOf(header, '00280008'),
      imagePosition: vectorOf(numbersOf(header, '00200032')),
      imageOrientation: orientationOf(header),
      pixelSpacing: spacingOf(header),
      sliceThicknessMm: numberOf(header, '00180050'),
      gantryTiltDegrees: numberOf(header, '00181120'),
      convolutionKernel: textsOf(header, '00181210').join('\\') || undefined,
    }),
  }
}

/** The same object without its undefined members: absent stays absent (exactOptionalPropertyTypes). */
const defined = <T extends Record<string, unknown>>(
  object: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

const validUid = (text: string | undefined): string | undefined => (isValidUid(text) ? text : undefined)

const vectorOf = (numbers: readonly number[] | undefined): Vector3 | undefined =>
  numbers?.length === 3 ? [numbers[0]!, numbers[1]!, numbers[2]!] : undefined

const orientationOf = (header: Dataset): readonly [Vector3, Vector3] | undefined => {
  const numbers = numbersOf(header, '00200037')
  if (numbers?.length !== 6) return undefined
  const row = vectorOf(numbers.slice(0, 3))!
  const column = vectorOf(numbers.slice(3))!
  const isZero = (vector: Vector3): boolean => vector.every(part => part === 0)
  return isZero(row) || isZero(column) ? undefined : [row, column]
}

const spacingOf = (header: Dataset): readonly [number, number] | undefined => {
  const numbers = numbersOf(header, '00280030')
  const isUsable = numbers?.length === 2 && numbers.every(mm => mm > 0)
  return isUsable ? [numbers[0]!, numbers[1]!] : undefined
}
