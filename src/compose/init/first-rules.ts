import type { OrthancSurvey, SeriesSketch } from '../../dicomweb/orthanc-survey.ts'
import { defaultRulesText } from '../../routing/default-rules.ts'

/** "CT 12 (CHEST 8, ABDOMEN 4), SR 3": how many series of what, the most first. */
const countsText = (series: readonly SeriesSketch[]): string => {
  const groups = groupBy(series, ({ modality }) => modality)
  return groups
    .map(([modality, some]) => {
      const parts = groupBy(some, ({ bodyPart }) => bodyPart ?? 'no body part')
      const named = parts.slice(0, 5).map(([part, of]) => `${safe(part)} ${of.length}`)
      const more = parts.length > 5 ? ', and others' : ''
      return `${safe(modality)} ${some.length} (${named.join(', ')}${more})`
    })
    .join(', ')
}

const groupBy = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [string, readonly Item[]])[] => {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups].sort((a, b) => b[1].length - a[1].length)
}

const safe = (text: string): string => text.replace(/[^\w .-]/g, '?').slice(0, 24)

const notes: readonly (readonly [RegExp, string])[] = [
  [/name: chest-ct-nodules/, 'One rule: adult chest CT, axial, thin enough for the built-in detector.'],
  [
    /fact: bodyRegion/,
    'From the pixels (lungs), not from Body Part Examined, which is often empty or wrong.',
  ],
  [/fact: sliceSpacingMm/, 'Measured between slices. Over 5 mm small nodules are not seen.'],
  [/fact: patientAgeYears, exists/, 'An age that nobody told is let through; a known child is not.'],
  [/detect:/, 'Other detectors: a model of your own (detectors.onnx), or vision (providers).'],
  [/outputs:/, 'Also: nodule-seg, key-images, presentation-state, key-object-selection, note-summary-sr.'],
  [/deliver:/, 'Names of targets in hilum.yaml; none: Hilum keeps the results.'],
]

/** A first rules.yaml: the default rule with what was seen at the site, and what each line is for. */
export const firstRulesText = (survey: OrthancSurvey): string => {
  const when = survey.isRecent ? 'In the last 7 days' : 'In all (nothing is of the last 7 days)'
  const ct = survey.series.filter(({ modality }) => modality === 'CT').length
  const head = [
    `# ${when} this Orthanc held ${survey.series.length} series: ${countsText(survey.series) || 'none'}.`,
    ct === 0
      ? '# None is a CT yet: the rule below waits for the first.'
      : '# `hilum rules explain rules.yaml STUDY` says for any study why a rule takes it or not.',
  ]
  const body = defaultRulesText([])
    .trimEnd()
    .split('\n')
    .flatMap(line => {
      const note = notes.find(([pattern]) => pattern.test(line))
      const indent = /^ */.exec(line)![0]
      return note ? [`${indent}# ${note[1]}`, line] : [line]
    })
  return `${[...head, ...body].join('\n')}\n`
}
