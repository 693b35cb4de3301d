import type { FindingReviewRow } from '../../storage/queries/finding-reviews.ts'
import { Badge } from './badge.tsx'
import { Moment } from './moment.tsx'

const tones = { accepted: 'good', moved: 'still', removed: 'bad', added: 'still' } as const

const words = {
  accepted: 'left as we found it',
  moved: 'drawn elsewhere or of another size',
  removed: 'taken out',
  added: 'new',
} as const

/** What people made of our findings in their viewers. */
export const ReviewsTable = ({ reviews }: { readonly reviews: readonly FindingReviewRow[] }) => (
  <div class="card scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Finding</th>
          <th scope="col">Review</th>
          <th scope="col" class="number">
            Longest, mm
          </th>
          <th scope="col" class="number">
            Away from ours, mm
          </th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {reviews.map(row => (
          <tr>
            <td>
              {row.label ?? 'without a label'}
              {row.centerMm ? (
                <div class="small soft mono">
                  {row.centerMm.map(value => value.toFixed(1)).join(', ')} LPS mm
                </div>
              ) : null}
            </td>
            <td>
              <Badge tone={tones[row.verdict]} text={row.verdict} />
              <div class="small soft">{words[row.verdict]}</div>
            </td>
            <td class="number">{row.longAxisMm?.toFixed(1) ?? '-'}</td>
            <td class="number">{row.distanceMm?.toFixed(1) ?? '-'}</td>
            <td>
              {row.observer ?? 'a person who is not named'}
              <div class="small soft">
                <Moment at={row.at} />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
