import { appendAudit } from '../audit/log.ts'
import type { Database } from '../storage/database.ts'
import { insertRuleRevision } from '../storage/queries/routing.ts'
import type { RuleSet } from './rule-set.ts'

/** Who put rules in force, when and why. */
export interface RuleAuthorship {
  readonly author: string
  readonly reason: string
  readonly at: Date
}

/** Keeps the text of rules that are put in force. Rules kept before stay as they are. */
export const saveRuleRevision = async (
  db: Database,
  { revision, text, rules }: RuleSet,
  { author, reason, at }: RuleAuthorship,
): Promise<void> =>
  db.transaction(async tx => {
    const isNew = await insertRuleRevision(tx, { id: revision, text, author, reason, createdAt: at })
    if (!isNew) return
    const detail = { rules: rules.map(rule => rule.name), reason }
    await appendAudit(tx, { actor: author, action: 'rules.activated', subject: revision, detail })
  })
