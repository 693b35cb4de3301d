/** What the API and the audit trail tell of one study, as far as its way is timed. */
export interface MainJobTold {
  /** When its last POST was answered. */
  readonly sentAt: Date
  readonly study: { readonly lastArrivalAt: string; readonly completedAt: string | null }
  readonly workitem: {
    readonly id: string
    readonly timingsMs: Readonly<Record<string, number>> | null
    readonly finishedAt: string | null
  }
  /** Canonical texts of the audit trail. */
  readonly trail: readonly string[]
}

/** A stretch of the way, in the order in which they are gone. */
export interface Stage {
  readonly name: string
  readonly ms: number
}

/** The way of one study, and its sums. */
export interface MainJobStages {
  readonly stages: readonly Stage[]
  /** From study complete to verified SR. */
  readonly completeToVerifiedMs: number
  /** From the answer to the last POST to verified SR, the quiet period included. */
  readonly sentToVerifiedMs: number
}

const analysisStages = ['preprocess', 'lungs', 'resample', 'candidates', 'measurement'] as const

/**
 * Cuts the way of a study into stages by what the audit trail dates: completion, start, analysis, results, delivery.
 * @throws if it was not completed, analysed, reported and delivered
 */
export const stagesOf = ({ sentAt, study, workitem, trail }: MainJobTold): MainJobStages => {
  const at = entryTimes(trail, workitem.id)
  const completedAt = timeOf(study.completedAt, 'study complete')
  const finishedAt = timeOf(workitem.finishedAt, 'workitem finished')
  const [started, analysed, made, delivered] = [
    'workitem.started',
    'workitem.analysed',
    'results.made',
    'delivery.delivered',
  ].map(action => at(action)) as [number, number, number, number]
  const analysis = analysisStages.map(name => ({
    name: `analysis: ${name}`,
    ms: workitem.timingsMs?.[name] ?? Number.NaN,
  }))
  const timed = analysis.reduce((sum, stage) => sum + stage.ms, 0)
  return {
    stages: [
      { name: 'quiet period and a look at the slices', ms: completedAt - Date.parse(study.lastArrivalAt) },
      { name: 'routing and queue', ms: started - completedAt },
      ...analysis,
      { name: 'analysis: threads, findings kept', ms: analysed - started - timed },
      { name: 'reporting', ms: made - analysed },
      { name: 'delivery, read back', ms: delivered - made },
    ],
    completeToVerifiedMs: finishedAt - completedAt,
    sentToVerifiedMs: finishedAt - sentAt.getTime(),
  }
}

const timeOf = (text: string | null, what: string): number => {
  if (text === null) throw new Error(`not yet: ${what}`)
  return Date.parse(text)
}

interface Entry {
  readonly action: string
  readonly subject: string
  readonly at: string
}

const entryTimes = (trail: readonly string[], subject: string) => {
  const entries = trail.map(text => JSON.parse(text) as Entry).filter(entry => entry.subject === subject)
  return (action: string): number =>
    timeOf(entries.find(entry => entry.action === action)?.at ?? null, action)
}
