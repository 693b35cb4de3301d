import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Dataset } from '../dicom/dataset.ts'
import type { InstanceFacts } from '../dicom/instance-facts.ts'
import type { SeriesFacts } from '../dicom/series-facts.ts'
import type { Finding, NoteSummary } from '../inference/finding.ts'
import type { WorkitemOutcome, WorkitemState, WorkOrder } from '../routing/workitem.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const at = (name: string) => timestamp(name, { withTimezone: true, precision: 6 })

/** A study: patient and Study Instance UID. `header` is a representative instance's, for QIDO and results. */
export const study = pgTable(
  'study',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyInstanceUid: text('study_instance_uid').notNull(),
    patientId: text('patient_id').notNull(),
    issuerOfPatientId: text('issuer_of_patient_id').notNull(),
    header: jsonb('header').$type<Dataset>().notNull(),
    phase: text('phase').$type<'receiving' | 'complete' | 'quarantined'>().notNull(),
    revision: integer('revision').notNull().default(0),
    /** Names of sources that brought instances: 'stow' or configured ones. */
    sources: text('sources').array().notNull(),
    firstArrivalAt: at('first_arrival_at').notNull(),
    lastArrivalAt: at('last_arrival_at').notNull(),
    /** What the PACS says it has, less our own. */
    expectedInstances: integer('expected_instances'),
    expectedCheckedAt: at('expected_checked_at'),
    isForced: boolean('is_forced').notNull().default(false),
    completedAt: at('completed_at'),
    completionReason: text('completion_reason'),
    quarantineReason: text('quarantine_reason'),
  },
  table => [
    unique('study_key').on(table.studyInstanceUid, table.patientId, table.issuerOfPatientId),
    index('study_receiving').on(table.lastArrivalAt).where(sql`phase = 'receiving'`),
    index('study_completed').on(table.completedAt, table.id),
  ],
)

/** A series of a study. `facts` are filled at completion. */
export const series = pgTable(
  'series',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: uuid('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    seriesInstanceUid: text('series_instance_uid').notNull(),
    modality: text('modality'),
    header: jsonb('header').$type<Dataset>().notNull(),
    facts: jsonb('facts').$type<SeriesFacts>(),
    factsRevision: integer('facts_revision'),
  },
  table => [unique('series_key').on(table.studyId, table.seriesInstanceUid)],
)

/** An instance, its bytes a blob named by their SHA-256. */
export const instance = pgTable(
  'instance',
  {
    sopInstanceUid: text('sop_instance_uid').primaryKey(),
    studyId: uuid('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    seriesId: uuid('series_id')
      .notNull()
      .references(() => series.id, { onDelete: 'cascade' }),
    sopClassUid: text('sop_class_uid').notNull(),
    transferSyntaxUid: text('transfer_syntax_uid').notNull(),
    instanceNumber: integer('instance_number'),
    digest: text('digest').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    role: text('role').$type<'image' | 'other' | 'ours'>().notNull(),
    source: text('source').notNull(),
    facts: jsonb('facts').$type<InstanceFacts>().notNull(),
    receivedAt: at('received_at').notNull(),
  },
  table => [
    index('instance_study').on(table.studyId),
    index('instance_series').on(table.seriesId),
    index('instance_digest').on(table.digest),
  ],
)

/** What was refused or kept aside, its bytes kept as a blob where there are any. */
export const quarantine = pgTable('quarantine', {
  id: uuid('id').primaryKey().defaultRandom(),
  digest: text('digest'),
  sopInstanceUid: text('sop_instance_uid'),
  studyId: uuid('study_id').references(() => study.id, { onDelete: 'set null' }),
  source: text('source').notNull(),
  code: text('code').notNull(),
  detail: text('detail').notNull(),
  at: at('at').notNull(),
})

/** Rules as they were written. `id` is the SHA-256 of the text. */
export const ruleRevision = pgTable('rule_revision', {
  id: text('id').primaryKey(),
  text: text('text').notNull(),
  author: text('author').notNull(),
  reason: text('reason').notNull(),
  createdAt: at('created_at').notNull(),
})

/** Each rule's yes or no for each study revision, with its reasons. */
export const routingDecision = pgTable(
  'routing_decision',
  {
    studyId: uuid('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    studyRevision: integer('study_revision').notNull(),
    ruleRevision: text('rule_revision').notNull(),
    ruleName: text('rule_name').notNull(),
    isMatch: boolean('is_match').notNull(),
    explanation: jsonb('explanation').$type<unknown>().notNull(),
    decidedAt: at('decided_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.studyId, table.studyRevision, table.ruleRevision, table.ruleName] }),
  ],
)

/** One rule's processing of one study revision. */
export const workitem = pgTable(
  'workitem',
  {
    id: text('id').primaryKey(),
    studyId: uuid('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    studyRevision: integer('study_revision').notNull(),
    ruleName: text('rule_name').notNull(),
    ruleRevision: text('rule_revision').notNull(),
    seriesInstanceUids: text('series_instance_uids').array().notNull(),
    digests: text('digests').array().notNull(),
    order: jsonb('order').$type<WorkOrder>().notNull(),
    state: text('state').$type<WorkitemState>().notNull(),
    outcome: text('outcome').$type<WorkitemOutcome>(),
    /** Catalogue code and a sentence for people, where the outcome needs one. */
    code: text('code'),
    reason: text('reason'),
    stage: text('stage'),
    progress: doublePrecision('progress').notNull().default(0),
    /** Times a person asked for it again: each makes a new job key, the results' UIDs stay. */
    retries: integer('retries').notNull().default(0),
    algorithm: jsonb('algorithm').$type<{
      name: string
      version: string
      manufacturer: string
      parameters: string
    }>(),
    warnings: text('warnings').array().notNull().default(sql`'{}'::text[]`),
    timingsMs: jsonb('timings_ms').$type<Record<string, number>>(),
    createdAt: at('created_at').notNull(),
    startedAt: at('started_at'),
    finishedAt: at('finished_at'),
  },
  table => [index('workitem_study').on(table.studyId), index('workitem_created').on(table.createdAt)],
)

/** The journal: a step that a workitem's job has done, with what it gave. Written fenced (jobs/journal). */
export const studyStep = pgTable(
  'study_step',
  {
    workitemId: text('workitem_id')
      .notNull()
      .references(() => workitem.id, { onDelete: 'cascade' }),
    step: text('step').notNull(),
    attempt: integer('attempt').notNull(),
    output: jsonb('output').$type<unknown>(),
    doneAt: at('done_at').notNull(),
  },
  table => [primaryKey({ columns: [table.workitemId, table.step] })],
)

/** Findings of a workitem, by confidence. */
export const finding = pgTable(
  'finding',
  {
    workitemId: text('workitem_id')
      .notNull()
      .references(() => workitem.id, { onDelete: 'cascade' }),
    ordinal: integer('ordinal').notNull(),
    finding: jsonb('finding').$type<Finding>().notNull(),
  },
  table => [primaryKey({ columns: [table.workitemId, table.ordinal] })],
)

/** The ledger of every object that we made: stored before it is sent. */
export const outputObject = pgTable(
  'output_object',
  {
    sopInstanceUid: text('sop_instance_uid').primaryKey(),
    workitemId: text('workitem_id').references(() => workitem.id, { onDelete: 'set null' }),
    noteId: uuid('note_id'),
    studyInstanceUid: text('study_instance_uid').notNull(),
    seriesInstanceUid: text('series_instance_uid').notNull(),
    sopClassUid: text('sop_class_uid').notNull(),
    kind: text('kind').notNull(),
    instanceNumber: integer('instance_number').notNull(),
    isPositive: boolean('is_positive').notNull(),
    digest: text('digest').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: at('created_at').notNull(),
    /** Id of its encoding; '' is the default one. */
    encoding: text('encoding').notNull().default(''),
    /** What each known reader makes of it, judged before it is delivered. */
    verdicts: jsonb('verdicts').$type<unknown>(),
  },
  table => [index('output_object_workitem').on(table.workitemId)],
)

/** What a person made of our findings in a viewer: one row for each measurement of theirs, and for each of ours they left out. */
export const findingReview = pgTable(
  'finding_review',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    studyId: uuid('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    /** The person's object. */
    sopInstanceUid: text('sop_instance_uid').notNull(),
    workitemId: text('workitem_id').references(() => workitem.id, { onDelete: 'set null' }),
    verdict: text('verdict').$type<'accepted' | 'moved' | 'removed' | 'added'>().notNull(),
    /** Tracking UID of our finding, where one was matched. */
    trackingUid: text('tracking_uid'),
    /** Tracking UID that the person's viewer gave. */
    theirTrackingUid: text('their_tracking_uid'),
    centerMm: jsonb('center_mm').$type<readonly [number, number, number]>(),
    distanceMm: doublePrecision('distance_mm'),
    longAxisMm: doublePrecision('long_axis_mm'),
    label: text('label'),
    observer: text('observer'),
    at: at('at').notNull(),
  },
  table => [index('finding_review_study').on(table.studyId)],
)

/** What a pseudonym that went to a target stands for, so that what comes back is known again. */
export const identityMap = pgTable(
  'identity_map',
  {
    kind: text('kind').$type<'uid' | 'patient-id' | 'study'>().notNull(),
    pseudonym: text('pseudonym').notNull(),
    original: text('original').notNull(),
    studyId: uuid('study_id')
      .notNull()
      .references(() => study.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.kind, table.pseudonym] }),
    index('identity_map_study').on(table.studyId),
  ],
)

/** Bytes that went to a target in another form than they are kept in: what is sent twice is the same. */
export const sentForm = pgTable(
  'sent_form',
  {
    sopInstanceUid: text('sop_instance_uid')
      .notNull()
      .references(() => outputObject.sopInstanceUid, { onDelete: 'cascade' }),
    target: text('target').notNull(),
    digest: text('digest').notNull(),
    createdAt: at('created_at').notNull(),
  },
  table => [primaryKey({ columns: [table.sopInstanceUid, table.target] })],
)

/** One object on its way to one target. */
export const delivery = pgTable(
  'delivery',
  {
    sopInstanceUid: text('sop_instance_uid')
      .notNull()
      .references(() => outputObject.sopInstanceUid, { onDelete: 'cascade' }),
    target: text('target').notNull(),
    state: text('state')
      .$type<'pending' | 'delivered' | 'refused' | 'unsure' | 'unavailable' | 'held'>()
      .notNull(),
    attempts: integer('attempts').notNull().default(0),
    code: text('code'),
    detail: text('detail'),
    warnings: text('warnings').array().notNull().default(sql`'{}'::text[]`),
    updatedAt: at('updated_at').notNull(),
    deliveredAt: at('delivered_at'),
  },
  table => [primaryKey({ columns: [table.sopInstanceUid, table.target] })],
)

/** A clinical note and its summary. */
export const note = pgTable('note', {
  id: uuid('id').primaryKey().defaultRandom(),
  text: text('text').notNull(),
  studyInstanceUid: text('study_instance_uid'),
  accessionNumber: text('accession_number'),
  patientId: text('patient_id'),
  language: text('language'),
  targetLanguage: text('target_language'),
  authoredAt: at('authored_at'),
  state: text('state').$type<'received' | 'summarized' | 'failed'>().notNull(),
  code: text('code'),
  summary: jsonb('summary').$type<NoteSummary>(),
  createdAt: at('created_at').notNull(),
  finishedAt: at('finished_at'),
})

/** Where a source's feed has been read to. */
export const sourceCursor = pgTable('source_cursor', {
  source: text('source').primaryKey(),
  cursor: jsonb('cursor').$type<unknown>(),
  updatedAt: at('updated_at').notNull(),
  lastSweepAt: at('last_sweep_at'),
  lastError: text('last_error'),
})

/** One attempt to call a remote model: its intent (pending, which holds a place), then how it ended and what it cost. */
export const providerCall = pgTable(
  'provider_call',
  {
    id: uuid('id').primaryKey(),
    /** A workitem's id, or a note's. No reference: what was paid outlives the study. */
    workitemId: text('workitem_id').notNull(),
    studyId: uuid('study_id'),
    ruleName: text('rule_name').notNull(),
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    /** The first digits of the key's SHA-256, never the key. */
    keyId: text('key_id').notNull(),
    role: text('role').$type<'main' | 'canary' | 'shadow' | 'probe'>().notNull(),
    requestHash: text('request_hash').notNull(),
    attempt: integer('attempt').notNull(),
    images: integer('images').notNull(),
    startedAt: at('started_at').notNull(),
    /** Until then a pending call holds its place: a process that died gives it back. */
    leaseUntil: at('lease_until').notNull(),
    finishedAt: at('finished_at'),
    outcome: text('outcome').$type<'pending' | 'answered' | 'failed'>().notNull(),
    /** Catalogue code of a failure. */
    code: text('code'),
    status: integer('status'),
    tokensIn: integer('tokens_in').notNull(),
    tokensOut: integer('tokens_out').notNull(),
    /** Prices per million tokens when it was called. */
    priceIn: doublePrecision('price_in').notNull(),
    priceOut: doublePrecision('price_out').notNull(),
    cost: doublePrecision('cost').notNull(),
    currency: text('currency').notNull(),
    latencyMs: doublePrecision('latency_ms'),
    /** Hits in the answer, where the caller counts them. */
    hits: integer('hits'),
    /** The checked answer, so that it is never paid twice. */
    answer: jsonb('answer').$type<unknown>(),
  },
  table => [
    index('provider_call_answer').on(table.workitemId, table.requestHash),
    index('provider_call_pending').on(table.provider, table.keyId).where(sql`outcome = 'pending'`),
    index('provider_call_started').on(table.startedAt),
  ],
)

/** What all replicas share of a provider and key: budgets of requests and tokens, allowed concurrency, breaker, cooldown. */
export const relayGate = pgTable(
  'relay_gate',
  {
    provider: text('provider').notNull(),
    keyId: text('key_id').notNull(),
    /** Requests and tokens that may be sent at once; they grow back with time. */
    requestCredit: doublePrecision('request_credit').notNull(),
    tokenCredit: doublePrecision('token_credit').notNull(),
    creditAt: at('credit_at').notNull(),
    /** Adapted concurrency, and the adapted share (0 to 1) of the configured rate. */
    concurrency: doublePrecision('concurrency').notNull(),
    pace: doublePrecision('pace').notNull().default(1),
    latencyMs: doublePrecision('latency_ms'),
    cooldownUntil: at('cooldown_until'),
    /** Breaker: open until then, afterwards one probe at a time until one succeeds. */
    openUntil: at('open_until'),
    windowAt: at('window_at').notNull(),
    windowCalls: doublePrecision('window_calls').notNull().default(0),
    windowFailures: doublePrecision('window_failures').notNull().default(0),
  },
  table => [primaryKey({ columns: [table.provider, table.keyId] })],
)

/** Spent and reserved in a day or month (UTC), of a rule or ('') of all. */
export const relaySpend = pgTable(
  'relay_spend',
  {
    ruleName: text('rule_name').notNull(),
    period: text('period').$type<'day' | 'month'>().notNull(),
    startsOn: text('starts_on').notNull(),
    currency: text('currency').notNull(),
    tokens: doublePrecision('tokens').notNull().default(0),
    amount: doublePrecision('amount').notNull().default(0),
  },
  table => [primaryKey({ columns: [table.ruleName, table.period, table.startsOn, table.currency] })],
)

/** Calls that wait for a provider's limits: the visible queue. One that is not seen for 30 s has gone. */
export const relayWait = pgTable('relay_wait', {
  id: uuid('id').primaryKey(),
  workitemId: text('workitem_id').notNull(),
  provider: text('provider').notNull(),
  reason: text('reason').notNull(),
  since: at('since').notNull(),
  seenAt: at('seen_at').notNull(),
})

/** Where a candidate provider of a rule stands. No row: it runs. */
export const relayCanary = pgTable(
  'relay_canary',
  {
    ruleName: text('rule_name').notNull(),
    provider: text('provider').notNull(),
    state: text('state').$type<'running' | 'promoted' | 'rolled-back'>().notNull(),
    reason: text('reason').notNull(),
    actor: text('actor').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  table => [primaryKey({ columns: [table.ruleName, table.provider] })],
)

/** A shadow's answer beside the one that was used. Never delivered. */
export const relayComparison = pgTable(
  'relay_comparison',
  {
    workitemId: text('workitem_id').notNull(),
    requestHash: text('request_hash').notNull(),
    ruleName: text('rule_name').notNull(),
    provider: text('provider').notNull(),
    candidate: text('candidate').notNull(),
    /** Catalogue code where the candidate failed. */
    code: text('code'),
    latencyMs: doublePrecision('latency_ms').notNull(),
    candidateLatencyMs: doublePrecision('candidate_latency_ms').notNull(),
    cost: doublePrecision('cost').notNull(),
    candidateCost: doublePrecision('candidate_cost').notNull(),
    /** Numbers that the caller compares answers by: matched hits, hits of each, size differences. */
    agreement: jsonb('agreement').$type<Record<string, number>>(),
    comparedAt: at('compared_at').notNull(),
  },
  table => [primaryKey({ columns: [table.workitemId, table.requestHash, table.candidate] })],
)

/** The chain. Written only by the SQL function audit_append; UPDATE, DELETE and TRUNCATE are refused. */
export const auditEntry = pgTable('audit_entry', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  /** Canonical JSON text (RFC 8785) of {action, actor, at, detail, seq, subject}. */
  canonical: text('canonical').notNull(),
  previousHash: bytea('previous_hash').notNull(),
  hash: bytea('hash').notNull(),
})

/** The chain's end, one row: what the next entry follows, and how truncation is found. Written only by audit_append. */
export const auditHead = pgTable(
  'audit_head',
  {
    id: integer('id').primaryKey(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    hash: bytea('hash').notNull(),
  },
  table => [check('audit_head_one_row', sql`${table.id} = 1`)],
)
