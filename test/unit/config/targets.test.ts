import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkConfig } from '../../../src/config/check.ts'
import { loadConfig } from '../../../src/config/load.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hilum-targets-'))
  writeFileSync(join(folder, 'hook'), 'a secret of 24 characters or so\n')
  writeFileSync(join(folder, 'short'), 'short')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The one target of a configuration, loaded and checked. */
const targetOf = (keys: string, acknowledged = true) => {
  const file = join(folder, 'hilum.yaml')
  writeFileSync(file, `acknowledgeResearchUse: ${acknowledged}\ntargets: [{ name: door, ${keys} }]\n`)
  const { config } = loadConfig({ HILUM_CONFIG: file })
  checkConfig(config)
  return config.targets[0]!
}

const pacs = 'orthanc: http://localhost:8042, modality: pacs'
const hook = 'kind: webhook, url: https://hooks.example.org/in/, secretFile: hook'

describe('targets of the configuration', () => {
  it('are PACS by STOW-RS unless they say otherwise', () => {
    expect(targetOf('dicomweb: http://localhost/dicom-web').kind).toBe('stow')
  })

  it('take each kind with its own keys', () => {
    expect(targetOf(`kind: orthanc-modality, ${pacs}, commitment: true, commitmentWithin: 5m`)).toMatchObject(
      {
        modality: 'pacs',
        commitmentWithin: 300_000,
      },
    )
    expect(targetOf('kind: folder, folder: out').folder).toBe(join(folder, 'out'))
    // A slash at the end means something to many servers.
    expect(targetOf(hook)).toMatchObject({
      url: 'https://hooks.example.org/in/',
      secret: 'a secret of 24 characters or so',
    })
    expect(targetOf(hook.replace('https', 'http').concat(', allowedNetworks: [10.0.0.0/8]')).kind).toBe(
      'webhook',
    )
  })

  it.each([
    ['dicomweb', 'kind: stow'],
    ['dicomweb', 'profile: ohif'],
    ['modality', 'dicomweb: http://localhost/dicom-web, modality: pacs'],
    ['orthanc', 'dicomweb: http://localhost/dicom-web, orthanc: http://localhost'],
    ['modality', 'kind: orthanc-modality, orthanc: http://localhost:8042'],
    ['modality', 'kind: orthanc-modality, orthanc: http://localhost:8042, modality: ../../tools'],
    ['dicomweb', `kind: orthanc-modality, ${pacs}, dicomweb: http://localhost`],
    ['commitmentWithin', `kind: orthanc-modality, ${pacs}, commitmentWithin: 5m`],
    ['commitment', 'kind: folder, folder: out, commitment: true'],
    ['folder', 'kind: folder'],
    ['auth', 'kind: folder, folder: out, auth: { username: a, password: b }'],
    ['url', 'kind: webhook, secretFile: hook'],
    ['url', 'kind: webhook, url: "ftp://hooks.example.org", secretFile: hook'],
    ['url', 'kind: webhook, url: "https://me:secret@hooks.example.org", secretFile: hook'],
    ['url', 'kind: webhook, url: http://hooks.example.org, secretFile: hook'],
    ['secretFile', 'kind: webhook, url: https://hooks.example.org'],
    ['secretFile', 'kind: webhook, url: https://hooks.example.org, secretFile: short'],
    ['deidentify', `${hook}, deidentify: true`],
    ['allowedNetworks', `${hook}, allowedNetworks: [everything]`],
    ['identifiers', 'kind: folder, folder: out, identifiers: true'],
    ['kind', 'kind: dimse'],
  ])('refuse %s of { %s }', (key, keys) => {
    expect(() => targetOf(keys)).toThrow(new RegExp(`\\b${key}: `))
  })

  it.each([
    'dicomweb: http://localhost/dicom-web',
    `kind: orthanc-modality, ${pacs}`,
    'kind: folder, folder: out',
    hook,
  ])('want research use acknowledged: %s', keys => {
    expect(() => targetOf(keys, false)).toThrow(/acknowledgeResearchUse/)
  })
})
