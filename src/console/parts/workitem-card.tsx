import type { ConsoleStudyDetail } from '../../storage/queries/console-study.ts'
import { ActionButton } from './action-button.tsx'
import { WorkitemBadge } from './badge.tsx'
import { FindingsTable } from './findings-table.tsx'
import { KeyImageStrip } from './key-image-strip.tsx'
import { ModelWordsNote } from './model-words-note.tsx'
import { Moment, spokenDuration } from './moment.tsx'
import { ReasonNote } from './reason-note.tsx'
import { ResultsTable } from './results-table.tsx'
import { VerdictTable } from './verdict-table.tsx'
import type { ViewerPlace } from './viewer-link.tsx'

type Item = ConsoleStudyDetail['workitems'][number]

/** One rule's processing of a revision: state, what was found, what was made of it. */
export const WorkitemCard = ({
  item,
  detail,
  publicUrl,
  isGuidanceEnabled,
}: {
  readonly item: Item
  readonly detail: ConsoleStudyDetail
  readonly publicUrl: string
  readonly isGuidanceEnabled: boolean
}) => {
  const findings = detail.findings.get(item.id) ?? []
  const objects = detail.objects.filter(one => one.object.workitemId === item.id)
  return (
    <section class="card" aria-label={`Workitem of rule ${item.ruleName}`}>
      <header>
        <h3>{item.ruleName}</h3>
        <WorkitemBadge item={item} />
        <span class="small soft">{item.state}</span>
        <span class="small soft">revision {item.studyRevision}</span>
        <span class="push">
          {isRetryable(item) ? (
            <ActionButton
              action={`/api/workitems/${item.id}/retry`}
              text="Retry"
              done="It runs again. Results keep their UIDs."
            />
          ) : null}
          {isCancellable(item) ? (
            <ActionButton
              action={`/api/workitems/${item.id}/cancel`}
              text="Cancel"
              done="It is cancelled. What was delivered stays."
            />
          ) : null}
        </span>
      </header>
      {item.state === 'IN PROGRESS' ? (
        <p>
          <progress value={item.progress} max={1} aria-label="Progress" /> {item.stage ?? 'working'},{' '}
          {Math.round(item.progress * 100)} %
        </p>
      ) : null}
      <ReasonNote code={item.code} reason={item.reason} isBad={item.outcome === 'failed'} />
      {item.warnings.map(warning => (
        <div class="note">
          <p>{warning}</p>
        </div>
      ))}
      <Particulars item={item} />
      {findings.length > 0 ? (
        <FindingsTable workitemId={item.id} findings={findings} at={placeOf(item, detail)} />
      ) : (
        <NoFinding item={item} />
      )}
      {isGuidanceEnabled && findings.length > 0 ? (
        <p class="small">
          <a href={`/workitems/${item.id}/guidance`}>What guidelines say of such findings</a>
        </p>
      ) : null}
      <ModelWordsNote words={detail.modelWords.get(item.id) ?? []} />
      <KeyImageStrip objects={objects} />
      {objects.length > 0 ? <ResultsTable objects={objects} publicUrl={publicUrl} /> : null}
      <VerdictTable objects={objects} />
    </section>
  )
}

/** Its images: one series, or several, in which the viewer looks for the image itself. */
const placeOf = ({ seriesInstanceUids }: Item, { study }: ConsoleStudyDetail): ViewerPlace => ({
  studyInstanceUid: study.studyInstanceUid,
  seriesInstanceUid: seriesInstanceUids.length === 1 ? seriesInstanceUids[0] : undefined,
})

/** As the API allows it: what rests, but not what ended well or was overtaken; and what says that it waits. */
const isRetryable = ({ outcome, code }: Item): boolean =>
  outcome === null ? code !== null : outcome !== 'delivered' && outcome !== 'superseded'

/** As the API allows it: what has not ended. */
const isCancellable = ({ state }: Item): boolean => state === 'SCHEDULED' || state === 'IN PROGRESS'

const NoFinding = ({ item }: { readonly item: Item }) =>
  item.state === 'COMPLETED' && item.outcome === 'delivered' ? (
    <p>No candidate above the operating point. That does not exclude disease.</p>
  ) : null

const Particulars = ({ item }: { readonly item: Item }) => (
  <dl class="facts small">
    <div>
      <dt>Detector</dt>
      <dd>{item.algorithm ? `${item.algorithm.name} ${item.algorithm.version}` : item.order.detector}</dd>
    </div>
    {item.algorithm ? (
      <div>
        <dt>Parameters</dt>
        <dd>{item.algorithm.parameters}</dd>
      </div>
    ) : null}
    <div>
      <dt>Priority</dt>
      <dd>{item.order.priority}</dd>
    </div>
    <div>
      <dt>Created</dt>
      <dd>
        <Moment at={item.createdAt} />
      </dd>
    </div>
    {item.startedAt && item.finishedAt ? (
      <div>
        <dt>Took</dt>
        <dd>{spokenDuration(item.finishedAt.getTime() - item.startedAt.getTime())}</dd>
      </div>
    ) : null}
    {item.timingsMs ? (
      <div>
        <dt>Stages</dt>
        <dd>
          {Object.entries(item.timingsMs)
            .map(([stage, ms]) => `${stage} ${spokenDuration(ms)}`)
            .join(', ')}
        </dd>
      </div>
    ) : null}
    {item.retries > 0 ? (
      <div>
        <dt>Retries</dt>
        <dd>{item.retries}</dd>
      </div>
    ) : null}
    <div>
      <dt>Workitem</dt>
      <dd class="mono">{item.id.slice(0, 16)}</dd>
    </div>
  </dl>
)
