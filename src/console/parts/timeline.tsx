import type { ConsoleStudyDetail } from '../../storage/queries/console-study.ts'
import { type Tone, workitemTone } from './badge.tsx'
import { counted, Moment } from './moment.tsx'

interface Event {
  readonly at: Date
  readonly tone: Tone
  readonly text: string
}

const completionReasons: Readonly<Record<string, string>> = {
  'counts-and-quiet': 'the PACS has no more of it, and nothing new came for the quiet period',
  quiet: 'nothing new came for the quiet period (no PACS could be asked for its count)',
  forced: 'a person asked to go on with what is here',
  'waited-long-enough': 'the PACS counts more, but it was waited for long enough: marked partial',
}

/** What happened to a study, oldest first. */
export const Timeline = ({ detail }: { readonly detail: ConsoleStudyDetail }) => (
  <ol class="timeline">
    {eventsOf(detail).map(event => (
      <li class={event.tone}>
        <Moment at={event.at} />
        {event.text}
      </li>
    ))}
  </ol>
)

const eventsOf = (detail: ConsoleStudyDetail): readonly Event[] =>
  [
    ...arrivalEvents(detail),
    ...studyEvents(detail),
    ...ruleEvents(detail),
    ...workitemEvents(detail),
    ...resultEvents(detail),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())

const arrivalEvents = ({ arrivals, quarantined }: ConsoleStudyDetail): readonly Event[] => [
  ...arrivals.flatMap((arrival): readonly Event[] => [
    { at: arrival.firstAt, tone: 'still', text: `First instance from ${arrival.source}` },
    {
      at: arrival.lastAt,
      tone: 'still',
      text: `Last instance from ${arrival.source}: ${counted(arrival.instances, 'instance')} in all`,
    },
  ]),
  ...quarantined.map(
    (row): Event => ({
      at: row.at,
      tone: 'bad',
      text: `Kept aside from ${row.source}: ${row.code}, ${row.detail}`,
    }),
  ),
]

const studyEvents = ({ study }: ConsoleStudyDetail): readonly Event[] => [
  ...(study.expectedCheckedAt && study.expectedInstances !== null
    ? [
        {
          at: study.expectedCheckedAt,
          tone: 'still' as const,
          text: `The PACS counts ${counted(study.expectedInstances, 'instance')} of others`,
        },
      ]
    : []),
  ...(study.completedAt
    ? [
        {
          at: study.completedAt,
          tone: 'good' as const,
          text: `Complete, revision ${study.revision}: ${completionReasons[study.completionReason ?? ''] ?? study.completionReason ?? 'no reason kept'}`,
        },
      ]
    : []),
]

const ruleEvents = ({ decisions }: ConsoleStudyDetail): readonly Event[] =>
  decisions.map(row => ({
    at: row.decidedAt,
    tone: row.isMatch ? 'good' : 'still',
    text: `Rule ${row.ruleName}: ${row.isMatch ? 'yes' : 'no'} (revision ${row.studyRevision})`,
  }))

const workitemEvents = ({ workitems, findings }: ConsoleStudyDetail): readonly Event[] =>
  workitems.flatMap((item): readonly Event[] => {
    const found = findings.get(item.id)?.length ?? 0
    const end = item.outcome ?? item.state.toLowerCase()
    return [
      ...(item.startedAt
        ? [{ at: item.startedAt, tone: 'busy' as const, text: `${item.ruleName}: analysis started` }]
        : []),
      ...(item.finishedAt
        ? [
            {
              at: item.finishedAt,
              tone: workitemTone(item),
              text: `${item.ruleName}: ${end}${item.code ? `, ${item.code}` : ''}${found ? `, ${counted(found, 'finding')}` : ''}`,
            },
          ]
        : []),
    ]
  })

const resultEvents = ({ objects }: ConsoleStudyDetail): readonly Event[] =>
  objects.flatMap(({ object, deliveries }): readonly Event[] => [
    { at: object.createdAt, tone: 'good', text: `Result ${object.kind} written and stored` },
    ...deliveries.flatMap(row =>
      row.deliveredAt
        ? [
            {
              at: row.deliveredAt,
              tone: 'good' as const,
              text: `${object.kind} delivered to ${row.target}, read back`,
            },
          ]
        : [],
    ),
  ])
