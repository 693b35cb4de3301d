import type { OrthancModality, OrthancSurvey } from '../../dicomweb/orthanc-survey.ts'

/** How Hilum reaches the Orthanc that it looked at. */
export interface OrthancAddress {
  readonly url: string
  readonly username?: string
  /** Path of a file; a password itself is never written. */
  readonly passwordFile?: string
}

/** What a target may name of Orthanc's DicomModalities. */
const isNameable = ({ name }: OrthancModality): boolean => /^[A-Za-z0-9][\w.-]{0,62}$/.test(name)

/** Quoted, so that no name of a site means anything in YAML. */
const quoted = (text: string): string => JSON.stringify(text)

const targetName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50) || 'modality'

/** A first hilum.yaml for an Orthanc: it polls, and keeps results in Hilum until a person lets them out. */
export const firstConfigText = (survey: OrthancSurvey, address: OrthancAddress): string => {
  const { url, username, passwordFile } = address
  const dicomweb = `${url}${survey.dicomWebRoot ?? '/dicom-web'}`
  const auth =
    username === undefined
      ? []
      : [
          `    auth: { username: ${quoted(username)}, passwordFile: ${quoted(passwordFile ?? 'orthanc-password')} }`,
        ]
  const commentedAuth = auth.map(line => `#${line}`)
  return [
    `# For Orthanc ${survey.version} (${survey.aet}) at ${url}. \`hilum doctor\` checks it, \`hilum serve\` runs it.`,
    ...(survey.dicomWebRoot === undefined
      ? [
          '# It has no DICOMweb plug-in, which Hilum needs: install it (Debian: orthanc-dicomweb), then start.',
        ]
      : []),
    'server: { host: 127.0.0.1, port: 8080 }',
    'rules: rules.yaml',
    '',
    "# Where studies come from: Orthanc's change feed, read every few seconds. Orthanc needs no change for it.",
    'sources:',
    '  - name: orthanc',
    `    dicomweb: ${quoted(dicomweb)}`,
    `    orthanc: ${quoted(url)}`,
    ...auth,
    '',
    '# Where results go. While this is commented out, Hilum keeps them: see them in its console, or by its DICOMweb.',
    '# They are unverified and for research use; sending them needs the acknowledgement.',
    '# acknowledgeResearchUse: true',
    '# targets:',
    '#  - name: orthanc',
    `#    dicomweb: ${quoted(dicomweb)}`,
    ...commentedAuth,
    ...survey.modalities
      .filter(isNameable)
      .flatMap(({ name, aet }) => [
        `#  - name: ${targetName(name)}                # Orthanc sends on to ${commentSafe(aet)} by C-STORE`,
        '#    kind: orthanc-modality',
        `#    orthanc: ${quoted(url)}`,
        `#    modality: ${quoted(name)}`,
        ...commentedAuth,
      ]),
    ...(survey.modalities.every(isNameable)
      ? []
      : ['# Modalities whose names have other signs than letters, digits, dot, hyphen and _ are left out.']),
    ...(survey.peers.length > 0
      ? [
          `# Orthanc also knows the peers ${survey.peers.map(commentSafe).join(', ')}: name their own DICOMweb as targets.`,
        ]
      : []),
    '',
  ].join('\n')
}

/** Names of a site, fit for a comment. */
const commentSafe = (text: string): string => text.replace(/[^\w .-]/g, '?').slice(0, 40)
