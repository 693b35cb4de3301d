import { z } from 'zod'
import { notes, provider, relay } from './relay-schema.ts'
import { doorKeys, refuseForeignKeys } from './target-keys.ts'
import { duration, httpUrl, name, peerUrl, postgresUrl } from './values.ts'

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
  ...doorKeys,
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
  viewers: z
    .array(z.enum(['ohif', 'highdicom', 'slicer', 'dcmqi', 'gsps', 'image-only']))
    .optional()
    .describe(
      'What its people look with: ohif, highdicom, slicer, dcmqi, gsps (presentation states), image-only. Each must show the result, else it goes out in another form too. Unset: by profile.',
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
    .array(target.superRefine(refuseForeignKeys))
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
  notes,
  detectors: z
    .strictObject({
      threads: z.coerce.number().int().min(1).max(64).default(2).describe('Worker threads of a detector.'),
      onnx: z
        .array(
          z.strictObject({
            name: name.describe('Name that rules give as detector.'),
            model: z.string().describe('The ONNX file. Needs onnxruntime-node, which is installed by hand.'),
            profile: z
              .string()
              .optional()
              .describe('YAML that says what the model takes and gives. Default: beside the file, .yaml.'),
          }),
        )
        .default([])
        .describe('Trained models that the site brings.'),
    })
    .prefault({}),
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
export type TargetConfig = HilumConfig['targets'][number]
export type ProviderConfig = HilumConfig['providers'][number]

/** JSON Schema of hilum.yaml for editors. */
export const configJsonSchema = (): object =>
  z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
