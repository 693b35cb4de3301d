import { type Dataset, textOf } from '../../dicom/dataset.ts'
import { patientAgeYears } from '../../dicom/patient-age.ts'
import type { ClearedPart } from '../relay/relay.ts'
import { markCleared, quoteData } from './cleared.ts'

/** What was computed of the stack, by us. Distances in mm, directions as LPS unit vectors. */
export interface StackContext {
  readonly spacingMm: { readonly slice: number; readonly row: number; readonly column: number }
  readonly directions?: { readonly column: readonly number[]; readonly row: readonly number[] }
  readonly sliceCount: number
  /** Numbers of the slices sent, in order, from 0. */
  readonly sliceNumbers?: readonly number[]
}

const modalities = new Set(['CT', 'MR', 'PT', 'CR', 'DX'])
/** Terms of Body Part Examined (PS3.16 Annex L) of the trunk and neck. Free text is no term, and does not leave. */
const bodyParts = new Set(
  'CHEST ABDOMEN PELVIS THORAX NECK HEART LUNG CHESTABDOMEN CHESTABDPELVIS ABDOMENPELVIS WHOLEBODY MEDIASTINUM SPINE TSPINE'.split(
    ' ',
  ),
)
const maxSlices = 2_000

/**
 * The only words about a study that leave: modality, body part, spacing, orientation, slice order, age band (ten years, 90
 * and more as one) and sex. Each is a term of a closed list or a number of ours, so no text of a tag is ever quoted.
 * @param stack undefined where words go and no pictures
 */
export const clearContext = (header: Dataset, stack?: StackContext): ClearedPart => {
  const context = {
    modality: oneOf(modalities, textOf(header, '00080060')),
    bodyPart: oneOf(bodyParts, textOf(header, '00180015')),
    sex: oneOf(new Set(['M', 'F', 'O']), textOf(header, '00100040')),
    ageBand: ageBandOf(patientAgeYears(header)),
    ...(stack ? numbersOf(stack) : {}),
  }
  return markCleared({ kind: 'text', text: quoteData('context', context) })
}

const numbersOf = (stack: StackContext): object => ({
  spacingMm: {
    slice: rounded(stack.spacingMm.slice),
    row: rounded(stack.spacingMm.row),
    column: rounded(stack.spacingMm.column),
  },
  ...(stack.directions
    ? {
        orientation: {
          column: stack.directions.column.slice(0, 3).map(rounded),
          row: stack.directions.row.slice(0, 3).map(rounded),
        },
      }
    : {}),
  sliceCount: whole(stack.sliceCount),
  ...(stack.sliceNumbers ? { sliceNumbers: stack.sliceNumbers.slice(0, maxSlices).map(whole) } : {}),
})

const oneOf = (terms: ReadonlySet<string>, text: string | undefined): string | undefined => {
  const term = text?.toUpperCase()
  return term !== undefined && terms.has(term) ? term : undefined
}

const ageBandOf = (years: number | undefined): string | undefined => {
  if (years === undefined || !Number.isFinite(years) || years < 0) return undefined
  if (years >= 90) return '90+'
  const decade = Math.floor(years / 10) * 10
  return `${decade}-${decade + 9}`
}

const rounded = (value: number): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Number(value.toFixed(3)) : null

const whole = (value: number): number | null => (Number.isSafeInteger(value) && value >= 0 ? value : null)
