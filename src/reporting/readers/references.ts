import { referencedUids } from './object-class.ts'
import type { JudgeFor } from './verdict.ts'

/** Are the objects that it points at in the study? */
export const references: JudgeFor = (document, { known }) => {
  const uids = referencedUids(document)
  if (uids.length === 0) return { outcome: 'ignores', reasons: ['it points at nothing'] }
  if (known === undefined)
    return { outcome: 'ignores', reasons: ['not checked: no image of its study is at hand'] }
  const missing = uids.filter(uid => !known.has(uid)).length
  return missing === 0
    ? { outcome: 'fine', isValid: true, reasons: [] }
    : {
        outcome: 'fails',
        isValid: false,
        reasons: [`${missing} of ${uids.length} are not in the study as it is at hand`],
      }
}
