import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Clock } from '../../base/clock.ts'
import { HilumError } from '../../base/errors.ts'
import { matchRules } from '../../routing/match.ts'
import type { RuleChange } from '../../routing/replay.ts'
import { replayRules } from '../../routing/replay-step.ts'
import { parseRules, type RuleSet, type RuleVocabulary } from '../../routing/rule-set.ts'
import type { Database } from '../../storage/database.ts'
import { loadStudyFacts } from '../../storage/queries/routing.ts'
import { listRuleRevisions } from '../../storage/queries/rule-revisions.ts'
import { findStudy } from '../../storage/queries/study-overview.ts'
import type { RequestVariables } from '../problem.ts'
import { createRouter, jsonResponses, orNotFound } from './route.ts'

/** What the rule endpoints stand on. */
export interface RuleApiDeps {
  readonly db: Database
  readonly clock: Clock
  readonly vocabulary: RuleVocabulary
  activeRules(): RuleSet
}

const remark = z.object({
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  message: z.string(),
})
const textBody = z.object({ text: z.string().max(200_000) })

const activeRoute = createRoute({
  method: 'get',
  path: '/rules',
  summary: 'The rules in force',
  responses: jsonResponses(
    z.object({ revision: z.string(), text: z.string(), rules: z.array(z.string()) }),
    'Their text and revision',
  ),
})

const revisionsRoute = createRoute({
  method: 'get',
  path: '/rules/revisions',
  summary: 'Every revision that was in force, newest first',
  responses: jsonResponses(
    z.object({
      revisions: z.array(
        z.object({
          id: z.string(),
          author: z.string(),
          reason: z.string(),
          createdAt: z.iso.datetime(),
          text: z.string(),
        }),
      ),
    }),
    'Who, when, why',
  ),
})

const checkRoute = createRoute({
  method: 'post',
  path: '/rules/check',
  summary: 'Checks a text of rules: every error with its line, column and the word that was meant',
  request: { body: { required: true, content: { 'application/json': { schema: textBody } } } },
  responses: jsonResponses(
    z.object({
      ok: z.boolean(),
      revision: z.string().optional(),
      rules: z.array(z.string()),
      errors: z.array(remark),
      warnings: z.array(remark),
    }),
    'The verdict; a text with errors is answered with 200 too',
  ),
})

const explainRoute = createRoute({
  method: 'post',
  path: '/rules/explain',
  summary: 'What a text of rules says of a study that is held: each condition with the value seen and wanted',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: textBody.extend({
            study: z
              .string()
              .max(64)
              .regex(/^[\w.-]*$/),
          }),
        },
      },
    },
  },
  responses: jsonResponses(z.object({ matches: z.array(z.unknown()) }), 'Each rule with its reasons'),
})

const counts = z.object({ gained: z.number().int(), lost: z.number().int() })
const ids = z.array(z.string())
const ruleChange = z.object({
  rule: z.string(),
  before: z.number().int(),
  after: z.number().int(),
  ...counts.shape,
  changed: z.number().int(),
  byModality: z.record(z.string(), counts),
  examples: z.object({ gained: ids, lost: ids, changed: ids }),
  secondsBefore: z.number().nullable(),
  secondsAfter: z.number().nullable(),
  costBefore: z.number().nullable(),
  costAfter: z.number().nullable(),
})

const replayRoute = createRoute({
  method: 'post',
  path: '/rules/replay',
  summary:
    'What a text of rules would have done with the studies of the last days, beside the rules in force',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: textBody.extend({ days: z.number().int().min(1).max(3650).default(30) }),
        },
      },
    },
  },
  responses: jsonResponses(
    z.object({
      studies: z.number().int(),
      unmatchedBefore: z.number().int(),
      unmatchedAfter: z.number().int(),
      rules: z.array(ruleChange),
    }),
    'By rule: gained, lost, changed, time and cost; nothing is changed by it',
  ),
})

const dayMs = 86_400_000

/** `/rules` of the API. Rules change in their file, not here: these endpoints show, check and explain. */
export const createRuleApi = (deps: RuleApiDeps): OpenAPIHono<RequestVariables> =>
  createRouter()
    .openapi(activeRoute, context => {
      const { revision, text, rules } = deps.activeRules()
      return context.json({ revision, text, rules: rules.map(rule => rule.name) }, 200)
    })
    .openapi(revisionsRoute, async context => {
      const revisions = (await listRuleRevisions(deps.db)).map(row => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
      }))
      return context.json({ revisions }, 200)
    })
    .openapi(checkRoute, context => context.json(check(deps, context.req.valid('json').text), 200))
    .openapi(explainRoute, async context => {
      const { text, study } = context.req.valid('json')
      const ruleSet = validRules(deps, text)
      const found = orNotFound(await findStudy(deps.db, study), 'study')
      const facts = orNotFound(await loadStudyFacts(deps.db, found.study.id), 'study')
      return context.json({ matches: [...matchRules(ruleSet, facts)] }, 200)
    })
    .openapi(replayRoute, async context => {
      const { text, days } = context.req.valid('json')
      const rules = { current: deps.activeRules(), draft: validRules(deps, text) }
      const since = new Date(deps.clock.now().getTime() - days * dayMs)
      const { rules: changes, ...rest } = await replayRules(deps.db, rules, since, context.req.raw.signal)
      return context.json({ ...rest, rules: changes.map(mutableChange) }, 200)
    })

const mutableChange = ({ examples, byModality, ...change }: RuleChange) => ({
  ...change,
  byModality: { ...byModality },
  examples: {
    gained: [...examples.gained],
    lost: [...examples.lost],
    changed: [...examples.changed],
  },
})

/** @throws ROUTING_RULES_INVALID with every fault */
const validRules = ({ vocabulary }: RuleApiDeps, text: string): RuleSet => {
  const parsed = parseRules(text, vocabulary)
  if (parsed.ok) return parsed.ruleSet
  const faults = parsed.errors.map(error => `${error.line}:${error.column} ${error.message}`)
  throw new HilumError('ROUTING_RULES_INVALID', faults.join('; '))
}

const check = ({ vocabulary }: RuleApiDeps, text: string) => {
  const parsed = parseRules(text, vocabulary)
  if (!parsed.ok) return { ok: false, rules: [], errors: parsed.errors.map(plain), warnings: [] }
  const { revision, rules } = parsed.ruleSet
  return {
    ok: true,
    revision,
    rules: rules.map(rule => rule.name),
    errors: [],
    warnings: parsed.warnings.map(plain),
  }
}

const plain = ({ line, column, path, message }: z.infer<typeof remark>) => ({ line, column, path, message })
