import type { ConsoleStudy } from '../../storage/queries/console-studies.ts'
import type { FailingSource } from '../../storage/queries/failing-sources.ts'
import type { DeliveryRow } from '../../storage/queries/study-overview.ts'
import { DeliveryBadge, PhaseBadge, WorkitemBadge } from '../parts/badge.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Layout } from '../parts/layout.tsx'
import { counted, Moment } from '../parts/moment.tsx'
import { SourceNotes } from '../parts/source-notes.tsx'
import { labelStudy } from '../parts/study-label.ts'

/** What `/` shows. */
export interface StudiesView {
  readonly studies: readonly ConsoleStudy[]
  readonly failingSources: readonly FailingSource[]
  /** From 1. */
  readonly page: number
  readonly hasMore: boolean
  readonly publicUrl: string
  readonly version: string
}

type Item = ConsoleStudy['workitems'][number]

export const StudiesPage = ({ studies, failingSources, page, hasMore, publicUrl, version }: StudiesView) => (
  <Layout title="Studies" version={version}>
    <h1>Studies</h1>
    <SourceNotes sources={failingSources} />
    {studies.length === 0 && page === 1 ? (
      <EmptyState publicUrl={publicUrl} />
    ) : (
      <div class="card scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Study</th>
              <th scope="col">Last arrival</th>
              <th scope="col">Received</th>
              <th scope="col">Rule and state</th>
              <th scope="col" class="number">
                Findings
              </th>
              <th scope="col">Delivery</th>
            </tr>
          </thead>
          <tbody>
            {studies.map(study => (
              <StudyLine study={study} />
            ))}
          </tbody>
        </table>
      </div>
    )}
    <nav class="pages" aria-label="Pages">
      {page > 1 ? <a href={page === 2 ? '/' : `/?page=${page - 1}`}>Newer</a> : null}
      {hasMore ? <a href={`/?page=${page + 1}`}>Older</a> : null}
    </nav>
  </Layout>
)

const StudyLine = ({
  study: { study, imageCount, workitems, rules, deliveries },
}: {
  readonly study: ConsoleStudy
}) => {
  const label = labelStudy(study)
  // Of each rule only what concerns the newest revision: what came before is on the study's page.
  const current = workitems.filter(item => item.studyRevision === study.revision)
  const shown = current.length > 0 ? current : workitems
  return (
    <tr>
      <td>
        <a href={`/studies/${study.id}`}>{label.patientName}</a>
        <div class="small soft">
          {label.patientId}
          {label.description ? `, ${label.description}` : ''}
        </div>
        <div class="small soft mono">{label.ours}</div>
      </td>
      <td class="small nowrap">
        <Moment at={study.lastArrivalAt} />
        <div class="soft">from {study.sources.join(', ')}</div>
      </td>
      <td class="small">
        <PhaseBadge phase={study.phase} />
        <div class="soft">
          {counted(imageCount, 'image')}
          {study.revision > 0 ? `, revision ${study.revision}` : ''}
        </div>
      </td>
      <td>
        <div class="lines">
          {shown.map(item => (
            <ItemState item={item} />
          ))}
          {shown.length === 0 ? (
            <span class="small soft">{withoutWorkitem(study.phase, rules.asked)}</span>
          ) : null}
        </div>
      </td>
      <td class="number">
        <div class="lines">
          {shown.map(item => (
            <span>{findingsText(item)}</span>
          ))}
        </div>
      </td>
      <td>
        <div class="lines">
          {shown.map(item => (
            <Deliveries rows={deliveries.get(item.id) ?? []} />
          ))}
        </div>
      </td>
    </tr>
  )
}

const ItemState = ({ item }: { readonly item: Item }) => (
  <div>
    <span class="small">{item.ruleName}</span> <WorkitemBadge item={item} />
    {item.state === 'IN PROGRESS' ? (
      <span class="small soft">
        {' '}
        {item.stage ?? ''} {Math.round(item.progress * 100)} %
      </span>
    ) : null}
    {item.code ? <span class="small soft"> {item.code}</span> : null}
  </div>
)

const withoutWorkitem = (phase: ConsoleStudy['study']['phase'], asked: number): string => {
  if (phase === 'quarantined') return 'kept aside, see its page'
  if (asked > 0) return 'no rule matched'
  return phase === 'receiving' ? 'waits until it is all here' : 'rules are being asked'
}

/** Only a finished analysis has a number; a 0 is "no candidate", which rules nothing out. */
const findingsText = (item: Item): string => {
  const isAnalysed = item.findingCount > 0 || (item.state === 'COMPLETED' && item.outcome === 'delivered')
  return isAnalysed ? String(item.findingCount) : '-'
}

const Deliveries = ({ rows }: { readonly rows: readonly DeliveryRow[] }) =>
  rows.length === 0 ? (
    <span class="small soft">-</span>
  ) : (
    <span>
      {[...new Map(rows.map(row => [`${row.target} ${row.state}`, row])).values()].map(row => (
        <DeliveryBadge target={row.target} state={row.state} />
      ))}
    </span>
  )
