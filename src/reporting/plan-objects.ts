import { type Encoding, kindsFor, type Profile } from './profile.ts'
import type { ViewerName } from './readers/verdict.ts'

/** A target as reporting sees it. */
export interface ReportTarget {
  readonly name: string
  /** Which status results it wants of studies that a rule claimed. */
  readonly status: 'none' | 'failures' | 'all'
  readonly profile: Profile
  /** What its people look with; absent: what its profile is for. */
  readonly viewers?: readonly ViewerName[]
}

/** One kind of object to be made in one encoding, and whom it is for. */
export interface PlannedObject {
  readonly kind: string
  readonly encoding: Encoding
  readonly targets: readonly string[]
}

/** What is to be made for these targets: each kind once in each encoding, in the order of the kinds wanted. */
export const planObjects = (
  targets: readonly Pick<ReportTarget, 'name' | 'profile'>[],
  wanted: readonly string[],
): readonly PlannedObject[] => {
  const planned = new Map<string, { kind: string; encoding: Encoding; targets: string[] }>()
  for (const { name, profile } of targets)
    for (const kind of kindsFor(profile, wanted)) {
      const key = `${kind} ${profile.encoding.id}`
      const known = planned.get(key)
      if (known) known.targets.push(name)
      else planned.set(key, { kind, encoding: profile.encoding, targets: [name] })
    }
  return [...planned.values()]
}
