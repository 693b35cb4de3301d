import { z } from 'zod'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, y: 31_557_600_000 } as const

/** A duration such as `500ms`, `5s`, `30m`, `4h`, `7d`, `6y`; becomes milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d|y)$/, 'a duration such as 500ms, 5s, 30m, 4h, 7d')
  .transform(text => {
    const unit = text.replace(/^[\d.]+/, '') as keyof typeof unitMs
    return Number.parseFloat(text) * unitMs[unit]
  })

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens')
/** What is addressed stands in logs and messages, how to log in does not: it has keys of its own. */
const hasNoLogin = (text: string): boolean => {
  const { username, password } = URL.canParse(text) ? new URL(text) : { username: '', password: '' }
  return username + password === ''
}
const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine(hasNoLogin, 'an address without user and password: auth has keys for them')
  .transform(text => text.replace(/\/+$/, ''))
/** Paths are put behind it. */
const peerUrl = httpUrl.refine(
  text => !/[?#]/.test(text),
  'an address without query: auth has keys for a user, a password or a token',
)
const postgresUrl = z
  .string()
  .refine(
    text => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
    'an address as in postgres://user:password@host:5432/database, what is special in them percent-encoded',
  )

const auth = z
  .strictObject({
    username: z.string().optional().describe('Basic authentication: user name.'),
    password: z.string().optional().describe('Basic authentication: password. Prefer passwordFile.'),
    passwordFile: z.string().optional().describe('File with the password.'),
    token: z.string().optional().describe('Bearer token. Prefer tokenFile.'),
    tokenFile: z.string().optional().describe('File with the bearer token.'),
  })
  .describe('How to log in at the peer.')

const source = z.strictObject({
  name: name.describe('Name in logs, rules and the console.'),
  dicomweb: peerUrl.describe('Base URL of its DICOMweb service (QIDO-RS, WADO-RS).'),
  orthanc: peerUrl
    .optional()
    .describe('Base URL of the Orthanc REST API, for its change feed. Leave out for any other PACS.'),
  auth: auth.optional(),
  pollEvery: duration.default(5000).describe('How often new instances are asked for. Default 5s.'),
  sweepEvery: duration
    .default(300_000)
    .describe('How often its studies are compared with what is held. Default 5m.'),
  lookBack: duration.default(259_200_000).describe('How far back a sweep looks. Default 3d.'),
  quietPeriod: duration.optional().describe('Overrides completion.quietPeriod for its studies.'),
})

const deidentify = z
  .strictObject({
    modifiedDates: z
      .boolean()
      .default(false)
      .describe('Dates are moved by days of the patient, intervals stay.'),
    fullDates: z.boolean().default(false).describe('Dates stay.'),
    deviceIdentity: z.boolean().default(false).describe('Devices stay.'),
    institutionIdentity: z.boolean().default(false).describe('Institutions stay.'),
    patientCharacteristics: z.boolean().default(false).describe('Age, sex, size and weight stay.'),
    uids: z.boolean().default(false).describe('UIDs stay.'),
    cleanDescriptors: z.boolean().default(false).describe('Descriptions stay, redacted.'),
    cleanStructuredContent: z.boolean().default(false).describe('Texts in reports stay, redacted.'),
    safePrivate: z
      .array(
        z.strictObject({
          creator: z.string().min(1).describe('Its Private Creator.'),
          group: z.number().int().min(1).max(0xffff).describe('Its group, odd.'),
          element: z.number().int().min(0).max(0xff).describe('The last byte of its element.'),
        }),
      )
      .default([])
      .describe('Private elements that the site has found safe; they stay.'),
  })
  .describe('Options of PS3.15 Annex E beside the basic profile.')

const target = z.strictObject({
  name: name.describe('Name that rules deliver to.'),
  dicomweb: peerUrl.describe('Base URL of its DICOMweb service (STOW-RS, WADO-RS).'),
  profile: z
    .enum(['ohif', 'air', 'capture', 'overlay'])
    .default('ohif')
    .describe(
      'How results are encoded for what reads them: ohif (viewers that draw SR), air (IHE AI Results), capture (viewers that show images only), overlay (presentation states).',
    ),
  coordinates: z
    .enum(['2d', '3d'])
    .default('2d')
    .describe(
      'Of profile air: contours on images (2d), or in the frame of reference (3d), which OHIF fails on.',
    ),
  status: z
    .enum(['none', 'failures', 'all'])
    .default('failures')
    .describe('Which status results it wants of studies that a rule claimed.'),
  deidentify: z
    .union([z.boolean(), deidentify])
    .default(false)
    .describe('It gets objects de-identified by PS3.15 Annex E: true is the basic profile.'),
  auth: auth.optional(),
})

const price = z.number().min(0).default(0)
const fraction = z.number().min(0).max(1)

const provider = z
  .strictObject({
    name: name.describe('Name that rules allow.'),
    kind: z
      .enum(['openai', 'sandbox'])
      .default('openai')
      .describe('openai: any OpenAI-compatible service. sandbox: answers by itself, without network.'),
    baseUrl: httpUrl.optional().describe('Its URL before /chat/completions. Not for sandbox.'),
    model: z.string().min(1).default('sandbox').describe('Model as the provider calls it.'),
    apiKeyFiles: z
      .array(z.string())
      .max(2)
      .default([])
      .describe('Files with its key; two while keys are rotated. Read anew when a key is refused.'),
    apiKeyVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable')
      .optional()
      .describe('Environment variable with its key, instead of files.'),
    approvedFor: z
      .array(z.enum(['pixels', 'note']))
      .default([])
      .describe('Data that the site has approved it for: pixels, note. None: it is never asked.'),
    region: z.string().optional().describe('Where it processes data; see relay.regions.'),
    vision: z.boolean().default(false).describe('It takes pictures. Without it it is never sent any.'),
    jsonSchema: z.boolean().default(true).describe('It takes response_format json_schema.'),
    maxTokens: z.number().int().min(1).default(4096).describe('Most tokens of an answer.'),
    attemptTimeout: duration.default(60_000).describe('Longest single attempt. Default 60s.'),
    callTimeout: duration
      .default(180_000)
      .describe('Longest call: attempts and waits between them, not the wait for limits. Default 3m.'),
    priceInput: price.describe('Price per million input tokens, in relay.currency.'),
    priceOutput: price.describe('Price per million output tokens.'),
    imagesPerRequest: z.number().int().min(1).default(20).describe('Most pictures in one request.'),
    tokensPerImage: z
      .number()
      .int()
      .min(0)
      .default(1000)
      .describe('Tokens that a picture is taken to cost before the provider has told.'),
    requestsPerMinute: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Most requests in any minute, of all processes together. Unset: no limit.'),
    tokensPerMinute: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe('Most tokens a minute, in and out. Unset: no limit.'),
    concurrency: z.number().int().min(1).max(1000).default(5).describe('Most requests at once.'),
    allowedNetworks: z
      .array(z.string())
      .default([])
      .describe('Networks (CIDR) that are not public where it may be, such as 127.0.0.0/8.'),
  })
  .describe('A remote model.')

const budget = z.strictObject({
  rule: name.optional().describe('Rule that it limits. Unset: all together.'),
  period: z.enum(['day', 'month']).describe('Of the calendar, in UTC.'),
  tokens: z.number().min(0).optional().describe('Most tokens, in and out.'),
  amount: z.number().min(0).optional().describe('Most money, in relay.currency.'),
  soft: fraction.default(0.8).describe('Share from which it warns.'),
})

const choice = z.enum(['ordered', 'cheapest', 'fastest'])

const relay = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD')
      .default('USD')
      .describe('Currency of all prices and budgets.'),
    choice: z
      .strictObject({
        routine: choice
          .default('ordered')
          .describe('How routine workitems choose among the allowed providers.'),
        urgent: choice.default('ordered').describe('How urgent workitems choose.'),
        critical: choice.default('ordered').describe('How critical workitems choose.'),
      })
      .prefault({}),
    regions: z.array(z.string()).default([]).describe('Regions that data may go to. None: any.'),
    attempts: z.coerce
      .number()
      .int()
      .min(1)
      .max(10)
      .default(3)
      .describe('Attempts at one provider before the next.'),
    backoff: duration.default(1000).describe('First wait between attempts; it doubles. Default 1s.'),
    retryAfterCap: duration
      .default(60_000)
      .describe('Longest wait that a provider may ask for. Default 60s.'),
    keyCooldown: duration.default(600_000).describe('How long a refused key rests. Default 10m.'),
    breaker: z
      .strictObject({
        minimumCalls: z.coerce.number().int().min(1).default(10).describe('Calls before it may open.'),
        failureShare: z.coerce
          .number()
          .min(0.01)
          .max(1)
          .default(0.5)
          .describe('Share of failures from which it opens.'),
        cooldown: duration
          .default(30_000)
          .describe('How long it stays open before one call probes. At least 30s.'),
      })
      .prefault({}),
    guards: z
      .strictObject({
        minimumCalls: z.coerce
          .number()
          .int()
          .min(1)
          .default(20)
          .describe('Calls of a candidate in the last hour before it is judged.'),
        maxErrorShare: z.coerce.number().min(0).max(1).default(0.1).describe('More failures take it back.'),
        maxLatency: duration
          .default(60_000)
          .describe('A 95th percentile above it takes it back. Default 60s.'),
        maxHitRatio: z.coerce
          .number()
          .min(1)
          .default(3)
          .describe('So many times more or fewer hits a call than the others take it back.'),
      })
      .prefault({}),
    budgets: z.array(budget).default([]).describe('Limits on what is spent.'),
  })
  .prefault({})

/** hilum.yaml. Every key can be overridden by the environment (arrays not): `server.port` is HILUM_SERVER_PORT. */
export const configSchema = z.strictObject({
  server: z
    .strictObject({
      host: z
        .string()
        .default('127.0.0.1')
        .describe('Address to listen on. Any but loopback needs an API key.'),
      port: z.coerce
        .number()
        .int()
        .min(0)
        .max(65_535)
        .default(8080)
        .describe('Port to listen on; 0 takes a free one.'),
      publicUrl: httpUrl.optional().describe('Base URL that clients use. Default http://localhost:<port>.'),
      apiKey: z.string().min(16).optional().describe('API key (HILUM_API_KEY). Prefer apiKeyFile.'),
      apiKeyFile: z.string().optional().describe('File with the API key.'),
      allowedHosts: z
        .array(z.string())
        .default([])
        .describe('Host names that clients may use besides loopback and publicUrl.'),
    })
    .prefault({}),
  dataDir: z
    .string()
    .default('./data')
    .describe('Folder of received instances and of the embedded database.'),
  database: z
    .strictObject({
      url: postgresUrl.optional().describe('Postgres (DATABASE_URL). Unset: the embedded one in dataDir.'),
      migrationUrl: postgresUrl
        .optional()
        .describe('Role that migrates (HILUM_MIGRATION_DATABASE_URL). Default: url.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info')
        .describe('Least level that is logged.'),
    })
    .prefault({}),
  completion: z
    .strictObject({
      quietPeriod: duration
        .default(60_000)
        .describe('A study is complete when nothing came for this long and the counts agree. Default 60s.'),
      maximumWait: duration
        .default(1_800_000)
        .describe('Go on without the missing instances after this long. Default 30m.'),
    })
    .prefault({}),
  sources: z.array(source).default([]).describe('PACS to poll.'),
  targets: z
    .array(target)
    .default([])
    .describe('Where results go. None: Hilum holds and serves them itself.'),
  deidentification: z
    .strictObject({
      secret: z
        .string()
        .min(32)
        .optional()
        .describe(
          'Secret of the site that pseudonyms follow from, 32 characters or more. Prefer secretFile.',
        ),
      secretFile: z.string().optional().describe('File with the secret.'),
    })
    .prefault({}),
  acknowledgeResearchUse: z
    .stringbool()
    .or(z.boolean())
    .default(false)
    .describe('Must be true before results go to a target outside: they are for research use, unverified.'),
  providers: z
    .array(provider)
    .default([])
    .describe('Remote models that rules may allow. None: nothing leaves.'),
  relay,
  rules: z.string().optional().describe('Path of rules.yaml. Unset: one built-in rule for chest CT.'),
  detectors: z
    .strictObject({
      threads: z.coerce
        .number()
        .int()
        .min(1)
        .max(64)
        .default(2)
        .describe('Worker threads of the built-in detector.'),
    })
    .prefault({}),
  workers: z
    .strictObject({
      slots: z.coerce
        .number()
        .int()
        .min(1)
        .max(64)
        .default(1)
        .describe('Studies processed at once by this process.'),
      runsPerStudyAndDay: z.coerce
        .number()
        .int()
        .min(1)
        .default(3)
        .describe('Runs of one study in 24 hours; more are parked.'),
    })
    .prefault({}),
})

/** The configuration, defaults filled in, durations in ms. */
export type HilumConfig = z.output<typeof configSchema>
export type SourceConfig = HilumConfig['sources'][number]
  guidance: z
    .strictObject({
      enabled: z
        .stringbool()
        .or(z.boolean())
        .default(false)
        .describe(
          'Lets people look up Lung-RADS and Fleischner tables over findings, in the console and the API alone.',
        ),
    })
    .prefault({}),
export type TargetConfig = HilumConfig['targets'][number]
export type ProviderConfig = HilumConfig['providers'][number]

/** JSON Schema of hilum.yaml for editors. */
export const configJsonSchema = (): object =>
  z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
