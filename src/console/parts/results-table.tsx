import type { ObjectWithDeliveries } from '../../storage/queries/study-overview.ts'
import { DeliveryBadge } from './badge.tsx'
import { Moment } from './moment.tsx'
import { ViewerLink, type ViewerPlace } from './viewer-link.tsx'

/** Result objects with what became of each at every target, and where to get them. */
export const ResultsTable = ({
  objects,
  publicUrl,
}: {
  readonly objects: readonly ObjectWithDeliveries[]
  readonly publicUrl: string
}) => (
  <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Result</th>
          <th scope="col">Delivery</th>
          <th scope="col">Open</th>
        </tr>
      </thead>
      <tbody>
        {objects.map(({ object, deliveries }) => {
          const base = `${publicUrl.replace(/\/+$/, '')}/dicom-web/studies/${object.studyInstanceUid}/series/${object.seriesInstanceUid}/instances/${object.sopInstanceUid}`
          return (
            <tr>
              <td>
                <strong>{object.kind}</strong>
                <div class="small soft">
                  <Moment at={object.createdAt} />, {(object.sizeBytes / 1024).toFixed(1)} kB
                </div>
                <div class="mono small soft">{object.sopInstanceUid}</div>
              </td>
              <td>
                <div class="lines">
                  {deliveries.map(row => (
                    <div>
                      <DeliveryBadge target={row.target} state={row.state} />
                      <span class="small soft">
                        {' '}
                        {row.attempts > 1 ? `${row.attempts} attempts. ` : ''}
                        {row.code ?? ''} {row.detail ?? ''}
                      </span>
                      {row.warnings.map(warning => (
                        <div class="small soft">{warning}</div>
                      ))}
                    </div>
                  ))}
                </div>
              </td>
              <td class="small">
                <ViewerLink at={placeOf(object)} text="viewer" /> · <a href={base}>object</a> ·{' '}
                <a href={`${base}/metadata`}>metadata</a>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </div>
)

/** A report that is drawn opens on its widest finding; the series names it, since the viewer shows one entry a series. */
const placeOf = ({ studyInstanceUid, seriesInstanceUid }: ObjectWithDeliveries['object']): ViewerPlace => ({
  studyInstanceUid,
  seriesInstanceUid,
})
