import { type ObjectVerdicts, readObjectVerdicts } from '../../reporting/object-verdicts.ts'
import type { ObjectWithDeliveries } from '../../storage/queries/study-overview.ts'

type Verdict = ObjectVerdicts['readers'][number]

/** What each known reader makes of each result, judged before it was delivered: readers down, results across. */
export const VerdictTable = ({ objects }: { readonly objects: readonly ObjectWithDeliveries[] }) => {
  const judged = objects.flatMap(({ object }) => {
    const verdicts = readObjectVerdicts(object.verdicts)
    return verdicts ? [{ object, readers: verdicts.readers }] : []
  })
  const [first] = judged
  if (!first) return null
  const fails = judged.some(({ readers }) => readers.some(({ outcome }) => outcome === 'fails'))
  return (
    <details open={fails}>
      <summary>What readers make of the results</summary>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Reader</th>
              {judged.map(({ object }) => (
                <th scope="col">
                  {object.kind}
                  {object.encoding === '' ? '' : ` (${object.encoding})`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.readers.map(({ reader }) => (
              <tr>
                <th scope="row">{reader}</th>
                {judged.map(({ readers }) => (
                  <VerdictCell verdict={readers.find(one => one.reader === reader)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

const VerdictCell = ({ verdict }: { readonly verdict: Verdict | undefined }) => {
  if (!verdict || verdict.outcome === 'ignores') return <td class="soft">not for it</td>
  return (
    <td>
      <strong>{verdict.outcome === 'fails' ? 'fails' : 'fine'}</strong>
      <span class="small soft">{wordsOf(verdict)}</span>
      {verdict.reasons.map(reason => (
        <div class="small soft">{reason}</div>
      ))}
    </td>
  )
}

const wordsOf = ({ drawn, hydrates, volumetric }: Verdict): string => {
  const words = [drawn, hydrates && `hydrates ${hydrates.count} of ${hydrates.of}`, volumetric]
  const told = words.filter(word => word !== undefined)
  return told.length === 0 ? '' : ` ${told.join(', ')}`
}
