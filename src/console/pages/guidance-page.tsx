import type { GuidanceReport } from '../../http/api/guidance-report.ts'
import type { Guidance } from '../../inference/guidance/guide.ts'
import { Layout } from '../parts/layout.tsx'

/** What `/workitems/:id/guidance` shows: what is asked of the person, and the tables' word on it. */
export interface GuidanceView {
  readonly workitemId: string
  readonly studyId: string
  /** As the person chose it; empty at first. */
  readonly chosen: Readonly<Record<string, string>>
  readonly report: GuidanceReport | undefined
  /** What is missing, in a sentence. */
  readonly problem: string | undefined
  readonly version: string
}

const choices = [
  { name: 'context', label: 'Why the CT was made', options: ['', 'screening', 'incidental'] },
  { name: 'risk', label: 'Risk of lung cancer', options: ['', 'low', 'high'] },
  { name: 'knownCancer', label: 'Known cancer', options: ['no', 'yes'] },
  { name: 'immunosuppressed', label: 'Immunosuppressed', options: ['no', 'yes'] },
] as const

export const GuidancePage = (view: GuidanceView) => (
  <Layout title="Guidance" version={view.version}>
    <p class="small">
      <a href={`/studies/${view.studyId}`}>Its study</a>
    </p>
    <h1>Guidance, provisional</h1>
    <p class="soft">
      Published tables applied to unverified measurements. Nothing of it is part of a result that is
      delivered.
    </p>
    <div class="card">
      <form method="get" action={`/workitems/${view.workitemId}/guidance`}>
        {choices.map(({ name, label, options }) => (
          <p>
            <label>
              {label}{' '}
              <select name={name}>
                {options.map(option => (
                  <option value={option} selected={view.chosen[name] === option}>
                    {option === '' ? 'not known' : option}
                  </option>
                ))}
              </select>
            </label>
          </p>
        ))}
        <p>
          <label>
            Age in years, where the study does not say it{' '}
            <input name="ageYears" inputmode="numeric" size={4} value={view.chosen.ageYears ?? ''} />
          </label>
        </p>
        <p>
          <button type="submit">Look it up</button>
        </p>
      </form>
    </div>
    {view.problem === undefined ? null : (
      <div class="note">
        <p>{view.problem}</p>
      </div>
    )}
    {view.report === undefined ? null : (
      <section class="card" aria-label="What the tables say">
        <p class="small soft">Age {view.report.ageYears}</p>
        <GuidanceText guidance={view.report.guidance} />
      </section>
    )}
  </Layout>
)

const GuidanceText = ({ guidance }: { readonly guidance: Guidance }) => {
  if (guidance.guideline === 'none') return <p>No guideline applies: {guidance.reason}.</p>
  return (
    <>
      <h2>{guidance.guideline}</h2>
      {guidance.guideline === 'Lung-RADS v2022' ? (
        <>
          <p>
            <strong>Category {guidance.category}</strong>: {guidance.management}
          </p>
          <ul>
            {guidance.nodules.map(nodule => (
              <li>
                Nodule {nodule.id}: {nodule.category}
                {nodule.categoryByVolume === nodule.category ? '' : ` (by volume ${nodule.categoryByVolume})`}
                {borderline(nodule.borderlineAtMm)}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <ul>
          {guidance.rows.map(row => (
            <li>
              <strong>
                {row.isMultiple ? 'Several' : 'One'} {row.nodules}, {row.sizeMm} mm
              </strong>
              : {row.advice}
              {row.adviceByVolume === undefined ? '' : ` (by volume: ${row.adviceByVolume})`}
              {borderline(row.borderlineAtMm)}
            </li>
          ))}
        </ul>
      )}
      {guidance.notes.map(note => (
        <p class="small soft">{note}</p>
      ))}
    </>
  )
}

const borderline = (edges: readonly number[]): string =>
  edges.length === 0 ? '' : `, borderline at ${edges.join(' and ')} mm`
