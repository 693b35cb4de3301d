import type { NoteCode, NoteSummary, SummaryPart } from '../../inference/finding.ts'
import { partTitles } from '../../inference/terminology/glossary.ts'

const partOrder = Object.keys(partTitles.en) as readonly SummaryPart[]

const certaintyWords: Readonly<Record<NoteCode['certainty'], string>> = {
  affirmed: 'stated',
  negated: 'denied in the note',
  uncertain: 'uncertain in the note',
  'family-history': "of the patient's family",
}

const followUpWords = {
  required: 'The note asks for a follow-up.',
  'not-stated': 'The note states no follow-up. That does not say that none is needed.',
} as const

/** A checked summary: statements by part, codes by certainty, what was taken out. Words of the note are escaped by JSX. */
export const NoteSummaryView = ({
  summary,
  noteText,
}: {
  readonly summary: NoteSummary
  readonly noteText: string
}) => (
  <div>
    {(summary.remarks ?? []).map(remark => (
      <div class="note">
        <p>{remark}</p>
      </div>
    ))}
    <Statements summary={summary} />
    {summary.followUp ? <p>{followUpWords[summary.followUp]}</p> : null}
    <Codes codes={summary.codes} noteText={noteText} />
    <HeaderCodes summary={summary} />
    <Removed summary={summary} />
    <p class="small soft">
      {summary.algorithm.name} {summary.algorithm.version}
      {summary.algorithm.parameters === '' ? '' : ` (${summary.algorithm.parameters})`}
      {summary.checkedAgainst
        ? `. Codes checked against ${summary.checkedAgainst.release}, chosen for ${summary.checkedAgainst.date}`
        : ''}
    </p>
  </div>
)

const Statements = ({ summary: { statements, titles, language } }: { readonly summary: NoteSummary }) => {
  const titleOf = (part: SummaryPart): string => (titles ?? partTitles.en)[part]
  return (
    <dl class="small">
      {partOrder.map(part => {
        const own = statements.filter(statement => (statement.part ?? 'other') === part)
        return own.length === 0 ? null : (
          <div>
            <dt>{titleOf(part)}</dt>
            {own.map(({ text, span, language: told }) => (
              <dd lang={told ?? language}>
                {text}{' '}
                <span class="soft">
                  characters {span.start} to {span.end}
                </span>
              </dd>
            ))}
          </div>
        )
      })}
    </dl>
  )
}

const Codes = ({ codes, noteText }: { readonly codes: readonly NoteCode[]; readonly noteText: string }) =>
  codes.length === 0 ? (
    <p>No condition of the lists is named. The note may name others.</p>
  ) : (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">ICD-10-CM</th>
            <th scope="col">Title</th>
            <th scope="col">In the note</th>
            <th scope="col">Words</th>
          </tr>
        </thead>
        <tbody>
          {codes.map(({ concept, certainty, display, crossReferences = [], span }) => (
            <tr>
              <td class="mono">{concept.value}</td>
              <td>
                {concept.meaning}
                {display ? (
                  <div class="small" lang={display.language}>
                    {display.text}
                    {display.source === 'site' ? '' : ' (unofficial)'}
                  </div>
                ) : null}
                {crossReferences.map(one => (
                  <div class="small soft">
                    {one.meaning} ({one.value} SNOMED CT)
                  </div>
                ))}
              </td>
              <td>{certaintyWords[certainty]}</td>
              <td>{noteText.slice(span.start, span.end)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )

const HeaderCodes = ({ summary: { headerCodes = [] } }: { readonly summary: NoteSummary }) => (
  <div>
    {headerCodes.map(({ concept, billable }) => (
      <div class="note">
        <p>
          {concept.value} {concept.meaning} is not valid for billing. Below it are:{' '}
          {billable.map(one => `${one.value} ${one.meaning}`).join('; ') || 'none in the loaded list'}
        </p>
      </div>
    ))}
  </div>
)

const Removed = ({ summary: { removed } }: { readonly summary: NoteSummary }) =>
  removed === undefined ? null : (
    <p class="small soft">
      Removed: {removed.statements} statements without a source in the note,{' '}
      {removed.statementsBeyondSpan ?? 0} that say more than their source; {removed.unknownCodes} codes that
      the release does not have, {removed.headerCodes} not valid for billing, {removed.contradictedCodes} that
      the note contradicts, {removed.unsupportedCodes ?? 0} whose words in it do not name them.
    </p>
  )
