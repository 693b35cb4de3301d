import type { HilumConfig, TargetConfig } from '../config/schema.ts'
import type { SentFormDeps } from '../delivery/sent-form-step.ts'
import { sentFormOf } from '../delivery/sent-form-step.ts'
import type { DeliveryTarget } from '../delivery/target.ts'
import { deidentifiedTarget } from '../delivery/targets/deidentified.ts'
import type { Dataset } from '../dicom/dataset.ts'
import type { ProfileOption } from '../dicom/deidentify/actions.ts'
import type { DeidentificationProfile } from '../dicom/deidentify/profile.ts'
import { clearNote } from '../inference/phi/clear-note.ts'
import { knownIdentifiersOf } from '../inference/phi/known-identifiers.ts'

const switches = [
  'modifiedDates',
  'fullDates',
  'deviceIdentity',
  'institutionIdentity',
  'patientCharacteristics',
  'uids',
  'cleanDescriptors',
  'cleanStructuredContent',
] as const satisfies readonly ProfileOption[]

/** How a target wants objects de-identified; undefined where it wants them as they are. */
const profileOf = (
  deidentify: TargetConfig['deidentify'],
  secret: string,
): ((dataset: Dataset) => DeidentificationProfile) | undefined => {
  if (deidentify === false) return undefined
  const wanted = deidentify === true ? undefined : deidentify
  const safePrivate = wanted?.safePrivate ?? []
  const options: ProfileOption[] = switches.filter(name => wanted?.[name])
  if (safePrivate.length > 0) options.push('safePrivate')
  return dataset => {
    // The same redaction as before a model: what it is not sure of does not stay.
    const known = knownIdentifiersOf(dataset)
    const cleanText = (text: string): string | undefined => {
      const cleared = clearNote(text, known)
      return cleared.kind === 'cleared' ? cleared.note.text : undefined
    }
    return { secret, options, safePrivate, cleanText }
  }
}

/** Targets as they are configured: those with `deidentify` behind the profile engine, whatever their kind. */
export const deidentifyTargets = (
  targets: readonly DeliveryTarget[],
  config: Pick<HilumConfig, 'targets' | 'deidentification'>,
  deps: SentFormDeps,
): readonly DeliveryTarget[] =>
  targets.map(target => {
    const wanted = config.targets.find(({ name }) => name === target.name)?.deidentify ?? false
    const profile = profileOf(wanted, config.deidentification.secret ?? '')
    if (!profile) return target
    return deidentifiedTarget(target, (object, name) => sentFormOf(deps, object, name, profile))
  })
