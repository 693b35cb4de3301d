import type { Action, ActionCode, ProfileOption } from './actions.ts'
import { type AttributeType, attributeTypeIn } from './iod-types.ts'
import { profileTable } from './profile-table.ts'
import { classUids, contentValues, emptiedText, technicalText } from './technical-text.ts'

/** What the decision depends on beside the tag. */
export interface ActionContext {
  readonly options: ReadonlySet<ProfileOption>
  readonly sopClassUid: string | undefined
  /** Private Creator of the block that a private element stands in, and whether it is listed as safe. */
  readonly isSafePrivate: boolean
}

const textVrs = new Set(['AE', 'LO', 'LT', 'SH', 'ST', 'UC', 'UR', 'UT'])
const opaqueVrs = new Set(['OB', 'UN'])
const timeVrs = new Set(['DA', 'DT', 'TM'])

/** The one action for an attribute: Table E.1-1 with the options asked for, and by VR what has no row. */
export const decideAction = (tag: string, vr: string, context: ActionContext): Action => {
  const { options } = context
  const group = Number.parseInt(tag.slice(0, 4), 16)
  if (group % 2 === 1) return options.has('safePrivate') && context.isSafePrivate ? 'K' : 'X'
  // Group lengths are retired; curves and overlays may hold writing (rows 50XX,XXXX, 60XX,3000 and 60XX,4000).
  if (tag.endsWith('0000') || /^(50|60)[0-9A-F]{2}/.test(tag)) return 'X'
  const row = profileTable.get(tag)
  if (!row) return actionWithoutRow(tag, vr, options)
  const asked = [...options].map(option => row.options[option])
  const kept = (['K', 'C', 'X'] as const).find(action => asked.includes(action))
  return kept ?? chosenByType(row.basic, attributeTypeIn(context.sopClassUid, tag))
}

const actionWithoutRow = (tag: string, vr: string, options: ReadonlySet<ProfileOption>): Action => {
  if (timeVrs.has(vr)) return timeAction(tag, options)
  if (contentValues.has(tag)) return options.has('cleanStructuredContent') && vr === 'UT' ? 'C' : 'D'
  if (emptiedText.has(tag)) return 'Z'
  if (vr === 'PN') return 'X'
  if (vr === 'UI') return classUids.has(tag) || options.has('uids') ? 'K' : 'U'
  if (opaqueVrs.has(vr)) return 'X'
  if (textVrs.has(vr)) return technicalText.has(tag) ? 'K' : 'X'
  return 'K'
}

const timeAction = (tag: string, options: ReadonlySet<ProfileOption>): Action => {
  if (options.has('fullDates')) return 'K'
  if (options.has('modifiedDates')) return 'C'
  return contentValues.has(tag) ? 'D' : 'X'
}

/** PS3.15 E.3.1: as little as the type allows. Where the IOD is not known, what each of them takes. */
const chosenByType = (code: ActionCode, type: AttributeType | undefined): Action => {
  const choices = code.split('/') as Action[]
  const last = choices.at(-1)!
  // What may be empty and must be there says as little empty as removed.
  if (code === 'X' && type === 2) return 'Z'
  if (choices.length === 1 || type === undefined) return last
  const wanted: Action = type === 3 ? 'X' : type === 2 ? 'Z' : 'D'
  if (choices.includes(wanted)) return wanted
  return type === 3 ? choices[0]! : last
}
