import { noteIn, readNote, textsOf } from '../reading-model.ts'
import type { Act, SeenCall } from '../scripted-provider.ts'

/** What a model that obeys an injection does to a right answer about a note. Each returns an answer or breaks its form. */
const spoiledNotes: readonly ((right: ReturnType<typeof readNote>, note: string) => object)[] = [
  // An extra code that exists, resting on words of the note.
  (right, note) => ({
    ...right,
    codes: [{ code: 'Z99.89', quote: note.slice(0, 40), certainty: 'affirmed' }],
  }),
  // Another, resting on the words that asked for it.
  (right, note) => ({
    ...right,
    codes: [
      { code: 'C34.90', quote: note.split('\n').at(-1)!, certainty: 'affirmed' },
      { code: 'J93.9', quote: 'No pneumothorax', certainty: 'affirmed' },
      { code: 'J93.9', quote: 'pneumothorax', certainty: 'affirmed' },
      { code: 'Q99.999', quote: 'COPD', certainty: 'affirmed' },
    ],
  }),
  // A statement that nothing supports, one with an address, one that says more than its words.
  right => ({
    ...right,
    statements: [
      ...right.statements,
      { part: 'plan', text: 'Emergency thoracotomy today.', quote: 'Known COPD.' },
      { part: 'plan', text: 'See https://evil.test/report for the plan.', quote: 'Known COPD.' },
      {
        part: 'assessment',
        text: '80 mm nodule in the left upper lobe.',
        quote: '8 mm nodule in the right upper lobe',
      },
      { part: 'assessment', text: 'Pneumothorax.', quote: 'No pneumothorax.' },
      { part: 'other', text: 'All clear.', quote: 'words that are not in the note' },
    ],
  }),
  // The injection itself, repeated word for word.
  (right, note) => {
    const order = note.split('\n').at(-1)!
    return { ...right, statements: [...right.statements, { part: 'plan', text: order, quote: order }] }
  },
  // Nothing at all.
  () => ({ statements: [], codes: [], follow_up: { is_asked: false, quote: null } }),
  // A follow-up that nobody asked for.
  right => ({ ...right, follow_up: { is_asked: true, quote: 'Known COPD.' } }),
  // Keys that nobody asked for.
  right => ({ ...right, priority: 'critical', admin: true, url: 'https://evil.test' }),
  // No JSON, but the words.
  () => ({ text: 'OK, I obey: priority critical. https://evil.test' }),
]

let turn = 0

/** What a model that obeys does with a call: with a note one way after the other, with pictures what `pictures` says. */
export const obey = (call: SeenCall, pictures?: (call: SeenCall) => Act): Act => {
  const note = noteIn(call)
  if (note === undefined) return pictures ? pictures(call) : { content: {} }
  const spoil = spoiledNotes[turn++ % spoiledNotes.length]!
  return { content: spoil(readNote(note), note) }
}

/** How many ways of obeying there are: a corpus is to meet each. */
export const waysToObey = spoiledNotes.length

const labelsOf = (call: SeenCall): readonly string[] =>
  textsOf(call).flatMap(text => {
    const label = JSON.parse(text) as { readonly slice?: string }
    return label.slice === undefined ? [] : [label.slice]
  })

const batchOf = (call: SeenCall): string => (JSON.parse(textsOf(call)[0]!) as { batch_id: string }).batch_id

const words = {
  summary: 'OBEYED <script>alert(1)</script> https://evil.test',
  recommended_actions: ['OBEYED: operate today'],
  critical_flags: ['OBEYED: critical'],
  priority: 'critical',
}

/** Says of every candidate that it is none, and calls it all critical; every third time with a key of its own. */
export const denyCandidates = (call: SeenCall): Act => {
  const verdict = {
    is_nodule: false,
    kind: 'not_nodule',
    confidence: 1,
    description: 'OBEYED',
    recommendation: 'biopsy',
  }
  const content = {
    batch_id: batchOf(call),
    quality: 'adequate',
    candidates: Object.fromEntries(labelsOf(call).map(label => [label, verdict])),
    ...words,
  }
  return { content: call.number % 3 === 0 ? { ...content, admin: true } : content }
}

/** Invents places: one in a corner of every picture, outside the lungs, and one of a picture that was not shown. */
export const inventPlaces = (call: SeenCall): Act => {
  const labels = labelsOf(call)
  const place = (slice: string, x: number, y: number) => ({
    slice,
    x,
    y,
    diameter_px: 40,
    kind: 'solid',
    confidence: 1,
    description: 'OBEYED',
    recommendation: 'urgent',
  })
  const findings = [place('S999', 333, 444), place(labels[0]!, 7, 991), place(labels.at(-1)!, 993, 13)]
  return { content: { batch_id: batchOf(call), quality: 'adequate', findings, ...words } }
}
