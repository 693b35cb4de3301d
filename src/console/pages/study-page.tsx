import type { ConsoleStudyDetail } from '../../storage/queries/console-study.ts'
import { ActionButton } from '../parts/action-button.tsx'
import { Badge, PhaseBadge } from '../parts/badge.tsx'
import { Explanation } from '../parts/explanation.tsx'
import { Layout } from '../parts/layout.tsx'
import { counted, Moment } from '../parts/moment.tsx'
import { type ListedNote, NoteList } from '../parts/note-list.tsx'
import { ReviewsTable } from '../parts/reviews-table.tsx'
import { labelStudy } from '../parts/study-label.ts'
import { Timeline } from '../parts/timeline.tsx'
import { WorkitemCard } from '../parts/workitem-card.tsx'

type Series = ConsoleStudyDetail['series'][number]

export const StudyPage = ({
  detail,
  notes,
  publicUrl,
  version,
  isGuidanceEnabled,
}: {
  readonly detail: ConsoleStudyDetail
  readonly notes: readonly ListedNote[]
  readonly publicUrl: string
  readonly version: string
  readonly isGuidanceEnabled: boolean
}) => {
  const label = labelStudy(detail.study)
  return (
    <Layout title={`Study ${label.ours}`} version={version}>
      <p class="small">
        <a href="/">All studies</a>
      </p>
      <h1>
        {label.patientName} <span class="soft">{label.patientId}</span>
      </h1>
      <StudyHead detail={detail} />
      <h2>Analyses</h2>
      {detail.workitems.map(item => (
        <WorkitemCard
          item={item}
          detail={detail}
          publicUrl={publicUrl}
          isGuidanceEnabled={isGuidanceEnabled}
        />
      ))}
      {detail.workitems.length === 0 ? <p class="soft">{withoutAnalysis(detail)}</p> : null}
      {detail.reviews.length > 0 ? (
        <div>
          <h2>What people made of it in their viewers</h2>
          <ReviewsTable reviews={detail.reviews} />
        </div>
      ) : null}
      {notes.length > 0 ? (
        <div>
          <h2>Clinical notes</h2>
          <NoteList notes={notes} />
        </div>
      ) : null}
      <h2>Rules</h2>
      <Rules detail={detail} />
      <h2>Series</h2>
      <SeriesTable series={detail.series} isComplete={detail.study.phase === 'complete'} />
      <h2>Timeline</h2>
      <div class="card">
        <Timeline detail={detail} />
      </div>
    </Layout>
  )
}

const withoutAnalysis = ({ study, decisions }: ConsoleStudyDetail): string => {
  if (study.phase === 'quarantined') return 'The study is kept aside and not analysed.'
  if (decisions.length > 0) return 'Nothing to do: no rule matched. The reasons stand below.'
  return study.phase === 'receiving' ? 'It is still arriving.' : 'Rules are being asked.'
}

const StudyHead = ({
  detail: { study, imageCount, seriesCount },
}: {
  readonly detail: ConsoleStudyDetail
}) => {
  const label = labelStudy(study)
  return (
    <section class="card" aria-label="Study">
      <header>
        <PhaseBadge phase={study.phase} />
        <span class="small soft">
          {counted(imageCount, 'image')} in {seriesCount} series, revision {study.revision}
        </span>
        <span class="push">
          {study.phase === 'receiving' ? (
            <ActionButton
              action={`/api/studies/${study.id}/force-complete`}
              text="Go on with what is here"
              done="It goes on with what is here."
            />
          ) : null}
        </span>
      </header>
      {study.quarantineReason ? (
        <div class="note bad">
          <p>{study.quarantineReason}</p>
        </div>
      ) : null}
      <dl class="facts small">
        <Fact name="Description" value={label.description} />
        <Fact name="Study date" value={label.studyDate} />
        <Fact name="Accession number" value={label.accessionNumber} />
        <Fact name="Sources" value={study.sources.join(', ')} />
        <Fact name="Counted by the PACS" value={study.expectedInstances?.toString()} />
        <div>
          <dt>Last arrival</dt>
          <dd>
            <Moment at={study.lastArrivalAt} />
          </dd>
        </div>
        <div>
          <dt>Study Instance UID</dt>
          <dd class="mono">{study.studyInstanceUid}</dd>
        </div>
      </dl>
    </section>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string | undefined }) =>
  value === undefined || value === '' ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )

/** "Series 2, CT: Chest": what is known of it. */
const seriesNames = (series: readonly Series[]): ReadonlyMap<string, string> =>
  new Map(
    series.map((one, index) => [
      one.seriesInstanceUid,
      `series ${index + 1} (${one.modality ?? 'no modality'}, ${counted(one.instanceCount, 'instance')})`,
    ]),
  )

const Rules = ({ detail: { decisions, series, study } }: { readonly detail: ConsoleStudyDetail }) => {
  if (decisions.length === 0) return <p class="soft">No rule has been asked yet.</p>
  const names = seriesNames(series)
  return (
    <div class="card">
      {decisions.map(row => (
        <details
          id={`rule-${row.ruleName}-${row.studyRevision}-${row.ruleRevision.slice(0, 8)}`}
          open={!row.isMatch && row.studyRevision === study.revision}
        >
          <summary>
            <strong>{row.ruleName}</strong>{' '}
            <Badge tone={row.isMatch ? 'good' : 'still'} text={row.isMatch ? 'yes' : 'no'} />{' '}
            <span class="small soft">
              revision {row.studyRevision}, rules {row.ruleRevision.slice(0, 8)}
            </span>
          </summary>
          <Explanation explanation={row.explanation} names={names} />
        </details>
      ))}
    </div>
  )
}

const SeriesTable = ({
  series,
  isComplete,
}: {
  readonly series: readonly Series[]
  readonly isComplete: boolean
}) => (
  <div class="card scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Series</th>
          <th scope="col" class="number">
            Instances
          </th>
          <th scope="col">Facts</th>
        </tr>
      </thead>
      <tbody>
        {series.map((one, index) => (
          <tr>
            <td>
              {index + 1}, {one.modality ?? 'no modality'}
            </td>
            <td class="number">{one.instanceCount}</td>
            <td class="small">
              {one.facts ? (
                factsText(one.facts)
              ) : (
                <span class="soft">{isComplete ? '-' : 'told when it is complete'}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const factsText = (facts: NonNullable<Series['facts']>): string =>
  [
    facts.bodyRegion && `body region ${facts.bodyRegion}`,
    facts.orientation,
    facts.sliceThicknessMm !== undefined && `${facts.sliceThicknessMm} mm thick`,
    facts.sliceSpacingMm !== undefined && `${facts.sliceSpacingMm} mm apart`,
    facts.coverageMm !== undefined && `${Math.round(facts.coverageMm)} mm covered`,
    facts.kernelClass && `${facts.kernelClass} kernel`,
    facts.gapCount ? counted(facts.gapCount, 'gap') : false,
    ...facts.remarks,
  ]
    .filter(Boolean)
    .join(', ')
