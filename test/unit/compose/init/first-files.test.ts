import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { firstConfigText } from '../../../../src/compose/init/first-config.ts'
import { firstRulesText } from '../../../../src/compose/init/first-rules.ts'
import { ruleVocabulary } from '../../../../src/compose/rules.ts'
import { configSchema } from '../../../../src/config/schema.ts'
import type { OrthancSurvey } from '../../../../src/dicomweb/orthanc-survey.ts'
import { parseRules } from '../../../../src/routing/rule-set.ts'

const survey: OrthancSurvey = {
  version: '1.10.1',
  aet: 'ORTHANC',
  dicomWebRoot: '/dicom-web',
  modalities: [
    { name: 'Main PACS "A"', aet: 'PACS\nx: 1' },
    { name: 'Work.1', aet: 'WORK\n: 1' },
  ],
  peers: ['far: [away]'],
  series: [
    ...Array.from({ length: 3 }, () => ({ modality: 'CT', bodyPart: 'CHEST' })),
    { modality: 'CT', bodyPart: undefined },
    { modality: 'S\nR', bodyPart: undefined },
  ],
  isRecent: true,
}

const url = 'http://pacs.test:8042'

/** The lines that are commented out, as a person would take them in. */
const uncommented = (text: string): string =>
  text
    .split('\n')
    .map(line => (/^# (acknowledge|targets:)/.test(line) ? line.slice(2) : line.replace(/^#(?= {2})/, '')))
    .join('\n')

describe('a first configuration', () => {
  it('is valid, polls the Orthanc, and lets nothing out', () => {
    const config = configSchema.parse(parseDocument(firstConfigText(survey, { url })).toJS())
    expect(config.sources).toMatchObject([{ name: 'orthanc', orthanc: url, dicomweb: `${url}/dicom-web` }])
    expect(config).toMatchObject({ targets: [], acknowledgeResearchUse: false, rules: 'rules.yaml' })
  })

  it('is still valid with its targets taken in, whatever a site calls its peers', () => {
    const text = uncommented(firstConfigText(survey, { url, username: 'a"b', passwordFile: '/run/x' }))
    const config = configSchema.parse(parseDocument(text).toJS())
    expect(config.targets).toMatchObject([
      { name: 'orthanc', auth: { username: 'a"b', passwordFile: '/run/x' } },
      { name: 'work-1', kind: 'orthanc-modality', modality: 'Work.1' },
    ])
    expect(text).toContain('are left out')
  })

  it('says so where there is no DICOMweb plug-in', () => {
    const text = firstConfigText({ ...survey, dicomWebRoot: undefined }, { url })
    expect(text).toContain('no DICOMweb plug-in')
    expect(configSchema.safeParse(parseDocument(text).toJS()).success).toBe(true)
  })
})

describe('first rules', () => {
  it('are the default ones, with what was seen', () => {
    const text = firstRulesText(survey)
    const parsed = parseRules(text, ruleVocabulary({ targets: [] }))
    expect(parsed).toMatchObject({ ok: true, ruleSet: { rules: [{ name: 'chest-ct-nodules' }] } })
    expect(text).toContain('5 series: CT 4 (CHEST 3, no body part 1), S?R 1 (no body part 1).')
  })

  it('say that there is no CT yet', () => {
    const text = firstRulesText({ ...survey, series: [], isRecent: false })
    expect(text).toContain('None is a CT yet')
    expect(parseRules(text, ruleVocabulary({ targets: [] })).ok).toBe(true)
  })
})
