import type { UsageReport } from '../../http/api/usage-report.ts'
import type { CanaryRow, ProviderHealth, UsageRow } from '../../storage/queries/relay-usage.ts'
import { ActionButton } from '../parts/action-button.tsx'
import { Layout } from '../parts/layout.tsx'
import { counted, spokenDuration } from '../parts/moment.tsx'

/** What `/usage` shows. */
export interface UsageView {
  readonly report: UsageReport
  readonly days: number
  readonly version: string
}

const groupNames = {
  provider: 'Provider',
  model: 'Model',
  rule: 'Rule',
  study: 'Study',
  day: 'Day',
  month: 'Month',
} as const satisfies Record<UsageReport['by'], string>

const spans = [1, 7, 30, 90, 365] as const

const addressOf = (by: string, days: number): string => `/usage?by=${by}&days=${days}`

const money = (amount: number | null, currency: string): string =>
  amount === null ? '-' : `${amount.toFixed(Math.abs(amount) < 1 ? 4 : 2)} ${currency}`
const whole = (count: number): string => Math.round(count).toLocaleString('en')
const share = (value: number | null): string => (value === null ? '-' : `${(value * 100).toFixed(2)} %`)
const duration = (ms: number | null): string => (ms === null ? '-' : spokenDuration(ms))

/** Calls to remote models: what they cost, what is left, how providers do. */
export const UsagePage = ({ report, days, version }: UsageView) => (
  <Layout title="Usage" version={version}>
    <h1>Usage of remote models</h1>
    {report.providers.length === 0 ? (
      <p class="card">
        No provider is configured: nothing leaves this service. Providers are in <code>hilum.yaml</code>.
      </p>
    ) : null}
    <Choices by={report.by} days={days} />
    <UsageTable report={report} />
    <p>
      <a href={`/api/usage.csv?by=${report.by}&from=${report.from}&to=${report.to}`}>These rows as CSV</a>
    </p>
    {report.budgets.length > 0 ? <Budgets report={report} /> : null}
    {report.health.length > 0 ? <Health rows={report.health} /> : null}
    {report.canaries.length > 0 ? <Candidates rows={report.canaries} currency={report.currency} /> : null}
  </Layout>
)

const Choices = ({ by, days }: { readonly by: UsageReport['by']; readonly days: number }) => (
  <nav class="pages" aria-label="What is shown">
    {Object.entries(groupNames).map(([group, name]) => (
      <a href={addressOf(group, days)} aria-current={group === by ? 'true' : undefined}>
        {name}
      </a>
    ))}
    {spans.map(span => (
      <a href={addressOf(by, span)} aria-current={span === days ? 'true' : undefined}>
        {counted(span, 'day')}
      </a>
    ))}
  </nav>
)

const UsageTable = ({ report }: { readonly report: UsageReport }) => {
  const earlier = new Map(report.earlier.map(row => [row.group, row]))
  return (
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{groupNames[report.by]}</th>
            {[
              'Calls',
              'Available',
              'Success',
              'P50',
              'P99',
              'Tokens in / out',
              'Cost',
              'Before',
              'A study',
              '1,000 images',
              'A month',
            ].map(name => (
              <th scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.rows.map(row => (
            <UsageLine by={report.by} row={row} earlier={earlier.get(row.group)} />
          ))}
          {report.rows.length === 0 ? (
            <tr>
              <td colSpan={12} class="soft">
                No model was asked in this time.
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  )
}

const UsageLine = ({
  by,
  row,
  earlier,
}: {
  readonly by: UsageReport['by']
  readonly row: UsageRow
  readonly earlier: UsageRow | undefined
}) => (
  <tr>
    <td>
      {by === 'study' && row.group ? <a href={`/studies/${row.group}`}>{row.group}</a> : row.group || '-'}
    </td>
    <td class="number">
      {whole(row.calls)}
      {row.failed > 0 ? <div class="small soft">{whole(row.failed)} failed</div> : null}
    </td>
    <td class="number">{share(row.availability)}</td>
    <td class="number">{share(row.success)}</td>
    <td class="number">{duration(row.p50Ms)}</td>
    <td class="number">{duration(row.p99Ms)}</td>
    <td class="number">
      {whole(row.tokensIn)} / {whole(row.tokensOut)}
    </td>
    <td class="number">
      {money(row.cost, row.currency)}
      {row.unknownCost > 0 ? (
        <div class="small soft">of {counted(row.unknownCost, 'call')} unknown, reserved</div>
      ) : null}
    </td>
    <td class="number">
      {earlier ? money(earlier.cost, row.currency) : '-'}
      {earlier ? <div class="small soft">P99 {duration(earlier.p99Ms)}</div> : null}
    </td>
    <td class="number">{money(row.costPerStudy, row.currency)}</td>
    <td class="number">{money(row.costPer1000Images, row.currency)}</td>
    <td class="number">{money(row.costPerMonth, row.currency)}</td>
  </tr>
)

const Budgets = ({ report: { budgets, currency } }: { readonly report: UsageReport }) => (
  <>
    <h2>Budgets</h2>
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Period</th>
            <th scope="col" class="number">
              Money left
            </th>
            <th scope="col" class="number">
              Tokens left
            </th>
          </tr>
        </thead>
        <tbody>
          {budgets.map(budget => (
            <tr>
              <td>{budget.rule || 'all'}</td>
              <td>{budget.period}</td>
              <td class="number">
                {budget.amount === null
                  ? '-'
                  : `${money(budget.amountLeft, currency)} of ${money(budget.amount, currency)}`}
              </td>
              <td class="number">
                {budget.tokens === null ? '-' : `${whole(budget.tokensLeft ?? 0)} of ${whole(budget.tokens)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </>
)

const Health = ({ rows }: { readonly rows: readonly ProviderHealth[] }) => (
  <>
    <h2>Providers now</h2>
    <div class="card scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Key</th>
            <th scope="col">State</th>
            <th scope="col" class="number">
              Running
            </th>
            <th scope="col" class="number">
              Waiting
            </th>
            <th scope="col" class="number">
              At once, rate
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr>
              <td>{row.provider}</td>
              <td class="mono">{row.keyId}</td>
              <td>
                <span
                  class={`badge ${row.breaker === 'closed' ? 'good' : row.breaker === 'open' ? 'bad' : 'warn'}`}
                >
                  {row.breaker === 'closed' ? 'in use' : row.breaker}
                </span>
                {row.cooldownUntil ? <span class="small soft"> told to wait</span> : null}
              </td>
              <td class="number">{row.running}</td>
              <td class="number">{row.waiting}</td>
              <td class="number">
                {Math.floor(row.concurrency)}, {share(row.pace)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </>
)

/** What answers are compared by, in words: means of one question. */
const agreementNames: Readonly<Record<string, string>> = {
  matchedHits: 'hits of both',
  missedHits: 'hits of the used one alone',
  addedHits: 'hits of the candidate alone',
  distanceMm: 'mm between hits of both',
  sizeDifferenceMm: 'mm larger where both hit',
  same: 'share of equal answers',
}

const Candidates = ({
  rows,
  currency,
}: {
  readonly rows: readonly CanaryRow[]
  readonly currency: string
}) => (
  <>
    <h2>Candidates</h2>
    {rows.map(row => (
      <div class="card">
        <header>
          <h3>
            {row.provider} for {row.rule}
          </h3>
          <span
            class={`badge ${row.state === 'rolled-back' ? 'bad' : row.state === 'promoted' ? 'good' : 'busy'}`}
          >
            {row.state}
          </span>
          {row.reason ? (
            <span class="small soft">
              {row.reason}, {row.actor}
            </span>
          ) : null}
        </header>
        <p class="small">
          {counted(row.calls, 'call')}, {row.failures} failed; {counted(row.comparisons, 'comparison')} in the
          shadow
          {Object.entries(row.agreement).map(
            ([name, mean]) => `; ${agreementNames[name] ?? name} ${mean.toFixed(2)}`,
          )}
          {row.latencyDifferenceMs === null ? '' : `; ${Math.round(row.latencyDifferenceMs)} ms more`}
          {row.costDifference === null ? '' : `; ${money(row.costDifference, currency)} more a call`}
        </p>
        {actionsOf(row).map(([state, text]) => (
          <ActionButton
            action={`/api/usage/candidates/${encodeURIComponent(row.rule)}/${encodeURIComponent(row.provider)}/${state}`}
            text={text}
            done={`${row.provider}: ${state}.`}
          />
        ))}
      </div>
    ))}
  </>
)

const actionsOf = ({ state }: CanaryRow): readonly (readonly [CanaryRow['state'], string])[] => {
  const all = [
    ['promoted', 'Promote'],
    ['rolled-back', 'Take back'],
    ['running', 'Let it run'],
  ] as const
  return all.filter(([other]) => other !== state)
}
