import { catalogue } from '../../base/error-catalogue.ts'

/** Why a workitem waits, rests or failed: the code, the reason, and what the catalogue says there is to do. */
export const ReasonNote = ({
  code,
  reason,
  isBad,
}: {
  readonly code: string | null
  readonly reason: string | null
  readonly isBad: boolean
}) => {
  if (!code && !reason) return null
  const entry = Object.entries(catalogue).find(([name]) => name === code)?.[1]
  return (
    <div class={isBad ? 'note bad' : 'note'}>
      <p>
        {code ? <strong>{code} </strong> : null}
        {reason}
      </p>
      {entry ? <p>{entry.operator}</p> : null}
    </div>
  )
}
