import type { NoteRow } from '../../storage/queries/notes.ts'
import type { ObjectWithDeliveries } from '../../storage/queries/study-overview.ts'
import { Layout } from '../parts/layout.tsx'
import { Moment } from '../parts/moment.tsx'
import { NoteBadge } from '../parts/note-list.tsx'
import { NoteSummaryView } from '../parts/note-summary.tsx'
import { ResultsTable } from '../parts/results-table.tsx'

/** What `/notes/:id` shows: the summary, then the note itself to check it against. */
export interface NoteView {
  readonly note: NoteRow
  /** Our id of the study that it is for, where that is held. */
  readonly studyId: string | undefined
  readonly objects: readonly ObjectWithDeliveries[]
  readonly publicUrl: string
  readonly version: string
}

export const NotePage = ({ note, studyId, objects, publicUrl, version }: NoteView) => (
  <Layout title={`Note ${note.id.slice(0, 8)}`} version={version}>
    <p class="small">
      {studyId === undefined ? <a href="/">All studies</a> : <a href={`/studies/${studyId}`}>Its study</a>}
    </p>
    <h1>Clinical note</h1>
    <section class="card" aria-label="Summary">
      <header>
        <NoteBadge state={note.state} />
        {note.code ? <strong>{note.code}</strong> : null}
        <span class="small soft">
          received <Moment at={note.createdAt} />
        </span>
      </header>
      {note.summary ? (
        <NoteSummaryView summary={note.summary} noteText={note.text} />
      ) : (
        <p class="soft">{note.state === 'failed' ? 'There is no summary.' : 'It waits to be summarized.'}</p>
      )}
      {objects.length > 0 ? <ResultsTable objects={objects} publicUrl={publicUrl} /> : null}
    </section>
    <h2>The note</h2>
    <div class="card">
      <p class="note-text">{note.text === '' ? 'Its document could not be read.' : note.text}</p>
    </div>
  </Layout>
)
