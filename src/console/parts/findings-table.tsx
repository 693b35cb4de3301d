import type { Finding } from '../../inference/finding.ts'
import { agreementText, summarizeFinding } from '../../inference/finding-summary.ts'
import { ViewerLink, type ViewerPlace } from './viewer-link.tsx'

/** Findings of a workitem, each with a picture of its widest slice. */
export const FindingsTable = ({
  workitemId,
  findings,
  at,
}: {
  readonly workitemId: string
  /** Where the slices are. */
  readonly at: ViewerPlace
  readonly findings: readonly { readonly ordinal: number; readonly finding: Finding }[]
}) => (
  <div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">Slice</th>
          <th scope="col">Finding</th>
          <th scope="col">Place</th>
          <th scope="col" class="number">
            Long × short, mm
          </th>
          <th scope="col" class="number">
            Volume, mm³
          </th>
          <th scope="col" class="number">
            Mean HU
          </th>
          <th scope="col" class="number">
            CAD score
          </th>
        </tr>
      </thead>
      <tbody>
        {findings.map(one => (
          <FindingLine workitemId={workitemId} at={at} {...one} />
        ))}
      </tbody>
    </table>
    <p class="small soft">
      The score orders candidates. It is not a probability of cancer. What is not in the list is not thereby
      excluded.
    </p>
  </div>
)

const FindingLine = ({
  workitemId,
  ordinal,
  finding,
  at,
}: {
  readonly workitemId: string
  readonly at: ViewerPlace
  readonly ordinal: number
  readonly finding: Finding
}) => {
  const told = summarizeFinding(finding)
  const image = `/api/workitems/${workitemId}/findings/${ordinal}/image.png`
  const name = `${told.type} nodule, ${told.side} lung, ${told.diameterMm.toFixed(1)} mm`
  return (
    <tr>
      <td>
        <a href={`${image}?whole`}>
          <img
            class="finding-picture"
            src={image}
            width="150"
            height="150"
            loading="lazy"
            alt={`Finding ${told.id}: ${name}, outlined on its widest slice in the lung window`}
          />
        </a>
        <div class="small">
          <ViewerLink at={{ ...at, sopInstanceUid: told.sliceSopInstanceUid }} text="open in the viewer" />
        </div>
      </td>
      <td>
        <strong>{told.id}</strong> {told.type}
        {told.calcified ? ', calcified' : ''}
        <div class="small soft">
          mean diameter {told.diameterMm.toFixed(1)} mm
          {told.solidCoreDiameterMm === undefined
            ? ''
            : `, solid part ${told.solidCoreDiameterMm.toFixed(1)} mm`}
        </div>
      </td>
      <td>
        {told.side}, {told.site.meaning}
        {told.siteConfidence === 'low' ? <span class="soft"> (uncertain)</span> : null}
        {told.pleuraDistanceMm === undefined ? null : (
          <div class="small soft">{told.pleuraDistanceMm.toFixed(1)} mm from the surface of the lung</div>
        )}
        <div class="small soft mono">{told.centerMm.map(value => value.toFixed(1)).join(', ')} LPS mm</div>
      </td>
      <td class="number">
        {told.longAxisMm.toFixed(1)} × {told.shortAxisMm.toFixed(1)}
      </td>
      <td class="number">{Math.round(told.volumeMm3)}</td>
      <td class="number">{told.meanHu}</td>
      <td class="number">
        {told.confidence.toFixed(2)}
        {told.sources === undefined ? null : <div class="small soft">{agreementText(told.sources)}</div>}
      </td>
    </tr>
  )
}
