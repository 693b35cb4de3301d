import type { ConsoleStudyDetail } from '../../storage/queries/console-study.ts'

type Words = NonNullable<ReturnType<ConsoleStudyDetail['modelWords']['get']>>[number]

/** What remote models said in their own words, told apart from everything that is ours. */
export const ModelWordsNote = ({ words }: { readonly words: readonly Words[] }) =>
  words.map(one => (
    <details>
      <summary>
        Words of the model {one.model} <span class="small soft">({one.provider})</span>
      </summary>
      <p class="small soft">
        The model wrote this. It is not checked, decides nothing and is in no result that is sent: findings,
        sizes and priority are Hilum’s own.
      </p>
      <dl class="facts small">
        <Words name="Summary" texts={one.summaries} />
        <Words name="Recommended actions" texts={one.recommendedActions} />
        <Words name="Critical flags" texts={one.criticalFlags} />
        <Words name="Priority" texts={one.priority === null ? [] : [one.priority]} />
        <Words name="Places" texts={one.findings.map(placeText)} />
      </dl>
    </details>
  ))

const placeText = ({
  place,
  kind,
  confidence,
  recommendation,
  description,
}: Words['findings'][number]): string =>
  [`${place}: ${kind}, ${confidence.toFixed(2)}`, recommendation, description].filter(Boolean).join(', ')

const Words = ({ name, texts }: { readonly name: string; readonly texts: readonly string[] }) =>
  texts.length === 0 ? null : (
    <div>
      <dt>{name}</dt>
      <dd>
        {texts.map(text => (
          <div>{text}</div>
        ))}
      </dd>
    </div>
  )
