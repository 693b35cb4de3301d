import { HilumError } from '../../base/errors.ts'
import type { OutputObject } from '../../reporting/output-object.ts'
import type { DeliveryTarget } from '../target.ts'

/** Answers the form in which an object goes out: always the same one. @throws DICOM_… where it cannot be de-identified */
export type FormOf = (object: OutputObject, target: string) => Promise<OutputObject>

/**
 * A target of any kind that gets objects de-identified (PS3.15 Annex E) and nothing else: the target behind it never sees
 * an original, and what it gives back is compared with what it was sent.
 */
export const deidentifiedTarget = (target: DeliveryTarget, formOf: FormOf): DeliveryTarget => ({
  kind: target.kind,
  name: target.name,
  probe: signal => target.probe(signal),
  // What it is about is not handed on: our ids would lead back from the pseudonyms to the study.
  async deliver(object, signal) {
    let form: OutputObject
    try {
      form = await formOf(object, target.name)
    } catch (thrown) {
      // What cannot be made clean stays here; a database that is away is no verdict on the object.
      if (!(thrown instanceof HilumError) || !thrown.code.startsWith('DICOM_')) throw thrown
      return { kind: 'refused', code: thrown.code, detail: thrown.detail }
    }
    return target.deliver(form, signal)
  },
})
