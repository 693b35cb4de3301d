import type { FailingSource } from '../../storage/queries/failing-sources.ts'
import { Moment } from './moment.tsx'
import { ReasonNote } from './reason-note.tsx'

/** Sources that cannot be asked just now: without this a quiet list of studies looks like a quiet day. */
export const SourceNotes = ({ sources }: { readonly sources: readonly FailingSource[] }) => (
  <>
    {sources.map(({ source, code, detail, since }) => (
      <section aria-label={`Source ${source}`}>
        <p class="small">
          The source <strong>{source}</strong> has failed since <Moment at={since} />. It is asked again.
        </p>
        <ReasonNote code={code} reason={detail} isBad />
      </section>
    ))}
  </>
)
