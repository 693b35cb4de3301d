import type { NoteSummary } from '../../inference/finding.ts'
import { Badge } from './badge.tsx'
import { Moment } from './moment.tsx'

/** A note as lists show it: without its text. */
export interface ListedNote {
  readonly id: string
  readonly state: 'received' | 'summarized' | 'failed'
  readonly code: string | null
  readonly summary: NoteSummary | null
  readonly createdAt: Date
}

const tones = { received: 'still', summarized: 'good', failed: 'bad' } as const

/** Whether it was summarized, or why not. */
export const NoteBadge = ({ state }: { readonly state: ListedNote['state'] }) => (
  <Badge tone={tones[state]} text={state} />
)

/** Clinical notes of a study, each with its state; they run beside the image analysis, and one may fail alone. */
export const NoteList = ({ notes }: { readonly notes: readonly ListedNote[] }) => (
  <div class="card scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Note</th>
          <th scope="col">State</th>
          <th scope="col">Received</th>
          <th scope="col">ICD-10-CM stated</th>
        </tr>
      </thead>
      <tbody>
        {notes.map(note => (
          <tr>
            <td>
              <a href={`/notes/${note.id}`}>{note.id.slice(0, 8)}</a>
            </td>
            <td>
              <NoteBadge state={note.state} />{' '}
              {note.code ? <span class="small soft">{note.code}</span> : null}
            </td>
            <td class="small nowrap">
              <Moment at={note.createdAt} />
            </td>
            <td class="mono small">{statedCodes(note)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const statedCodes = ({ summary }: ListedNote): string =>
  (summary?.codes ?? [])
    .filter(({ certainty }) => certainty === 'affirmed')
    .map(({ concept }) => concept.value)
    .join(', ') || '-'
