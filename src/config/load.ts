import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { HilumError } from '../base/errors.ts'
import { overlayEnvironment } from './environment.ts'
import { configSchema, type HilumConfig } from './schema.ts'

/** What the process was started with. `warnings` are sentences without secrets. */
export interface LoadedConfig {
  readonly config: HilumConfig
  readonly file: string | undefined
  readonly warnings: readonly string[]
}

/**
 * Reads hilum.yaml (HILUM_CONFIG, default ./hilum.yaml, may be absent) and the environment: the only reader of
 * process.env. Secrets in `...File` keys are read, relative paths are taken from the file's folder.
 * @throws CONFIG_INVALID naming every wrong key at once, never a value.
 */
export const loadConfig = (environment: NodeJS.ProcessEnv = process.env): LoadedConfig => {
  const named = environment.HILUM_CONFIG
  const path = resolve(named ?? 'hilum.yaml')
  const isThere = existsSync(path)
  if (named && !isThere)
    throw new HilumError('CONFIG_INVALID', `HILUM_CONFIG names ${path}, which is not there`)
  const { merged, unknown } = overlayEnvironment(isThere ? parseFile(path) : {}, environment)
  const parsed = configSchema.safeParse(merged)
  if (!parsed.success)
    throw new HilumError('CONFIG_INVALID', describeIssues(parsed.error, isThere ? path : 'environment'))
  return {
    config: resolvePaths(withSecrets(parsed.data, dirname(path)), isThere ? dirname(path) : process.cwd()),
    file: isThere ? path : undefined,
    warnings: unknown.map(variable => `${variable} is not a key of the configuration: ignored`),
  }
}

const parseFile = (path: string): Record<string, unknown> => {
  const document = parseDocument(readFileSync(path, 'utf8'))
  // The parser's own words may repeat what stands there, a password for one.
  const faults = document.errors.map(({ code, linePos }) => `${code} in line ${linePos?.[0].line ?? '?'}`)
  if (faults.length > 0) throw new HilumError('CONFIG_INVALID', `${path}: ${faults.join('; ')}`)
  try {
    return (document.toJS() ?? {}) as Record<string, unknown>
  } catch (cause) {
    const detail = `${path}: a value begins with *, which names another: put it in quotes`
    throw new HilumError('CONFIG_INVALID', detail, { cause })
  }
}

const describeIssues = (error: z.ZodError, where: string): string =>
  error.issues
    .map(issue => {
      const path = issue.path.join('.') || '(top level)'
      return issue.code === 'unrecognized_keys'
        ? `${where}: ${path}: unknown key ${issue.keys.join(', ')}`
        : `${where}: ${path}: ${issue.message}`
    })
    .join('\n')

const readSecret = (folder: string, file: string, key: string): string => {
  try {
    return readFileSync(resolve(folder, file), 'utf8').trim()
  } catch (cause) {
    throw new HilumError('CONFIG_INVALID', `${key}: cannot read ${file}`, { cause })
  }
}

/** Value of an environment variable that the configuration names; undefined where it is not set. */
export const readVariable = (
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined => environment[name]?.trim() || undefined

const withSecrets = (config: HilumConfig, folder: string): HilumConfig => {
  const login = <Peer extends { name: string; auth?: HilumConfig['sources'][number]['auth'] }>(
    peer: Peer,
  ): Peer => {
    if (!peer.auth) return peer
    const { passwordFile, tokenFile } = peer.auth
    const auth = { ...peer.auth }
    if (passwordFile) auth.password = readSecret(folder, passwordFile, `${peer.name}.auth.passwordFile`)
    if (tokenFile) auth.token = readSecret(folder, tokenFile, `${peer.name}.auth.tokenFile`)
    return { ...peer, auth }
  }
  const { apiKeyFile } = config.server
  const server = apiKeyFile
    ? { ...config.server, apiKey: readSecret(folder, apiKeyFile, 'server.apiKeyFile') }
    : config.server
  const { secretFile } = config.deidentification
  const deidentification = secretFile
    ? { ...config.deidentification, secret: readSecret(folder, secretFile, 'deidentification.secretFile') }
    : config.deidentification
  return {
    ...config,
    server,
    deidentification,
    sources: config.sources.map(login),
    targets: config.targets.map(target => {
      const { name, secretFile } = target
      if (!secretFile) return login(target)
      return { ...login(target), secret: readSecret(folder, secretFile, `${name}.secretFile`) }
    }),
  }
}

const resolvePaths = (config: HilumConfig, folder: string): HilumConfig => ({
  ...config,
  dataDir: resolve(folder, config.dataDir),
  providers: config.providers.map(provider => ({
    ...provider,
    apiKeyFiles: provider.apiKeyFiles.map(file => resolve(folder, file)),
  })),
  detectors: {
    ...config.detectors,
    onnx: config.detectors.onnx.map(({ name, model, profile }) => ({
      name,
      model: resolve(folder, model),
      ...(profile === undefined ? {} : { profile: resolve(folder, profile) }),
    })),
  },
  targets: config.targets.map(target =>
    target.folder === undefined ? target : { ...target, folder: resolve(folder, target.folder) },
  ),
  ...(config.rules ? { rules: resolve(folder, config.rules) } : {}),
})
