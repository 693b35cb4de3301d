import type { WorkitemRow } from '../../storage/queries/study-overview.ts'

/** How a state reads at a glance. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'still'

export const Badge = ({ tone, text }: { readonly tone: Tone; readonly text: string }) => (
  <span class={`badge ${tone}`}>{text}</span>
)

const phases = {
  receiving: { tone: 'busy', text: 'receiving' },
  complete: { tone: 'good', text: 'complete' },
  quarantined: { tone: 'bad', text: 'quarantined' },
} as const satisfies Record<string, { tone: Tone; text: string }>

/** A study's phase. */
export const PhaseBadge = ({ phase }: { readonly phase: keyof typeof phases }) => <Badge {...phases[phase]} />

const outcomeTones: Readonly<Record<NonNullable<WorkitemRow['outcome']>, Tone>> = {
  delivered: 'good',
  'nothing-to-do': 'still',
  failed: 'bad',
  parked: 'warn',
  held: 'warn',
  quarantined: 'bad',
  capped: 'warn',
  superseded: 'still',
  cancelled: 'still',
}

/** A workitem's state and, once it rests, how it ended. */
export const workitemTone = (item: Pick<WorkitemRow, 'state' | 'outcome'>): Tone => {
  if (item.outcome) return outcomeTones[item.outcome]
  return item.state === 'COMPLETED' ? 'good' : item.state === 'CANCELED' ? 'still' : 'busy'
}

/** The same as a word: the outcome says more than the state. */
export const WorkitemBadge = ({ item }: { readonly item: Pick<WorkitemRow, 'state' | 'outcome'> }) => (
  <Badge tone={workitemTone(item)} text={item.outcome ?? item.state.toLowerCase()} />
)

const deliveryTones = {
  delivered: 'good',
  pending: 'busy',
  held: 'warn',
  unsure: 'warn',
  unavailable: 'warn',
  refused: 'bad',
} as const satisfies Record<string, Tone>

/** A delivery's state. */
export const DeliveryBadge = ({
  state,
  target,
}: {
  readonly state: keyof typeof deliveryTones
  readonly target: string
}) => <Badge tone={deliveryTones[state]} text={`${target}: ${state}`} />
