import { describe, expect, test } from 'vitest'
import { type MainJobTold, stagesOf } from '../../../bench/main-stages.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString()

const entry = (action: string, second: number, subject = 'item'): string =>
  JSON.stringify({ action, actor: 'system', at: at(second), detail: {}, seq: second, subject })

const told: MainJobTold = {
  sentAt: new Date(at(1)),
  study: { lastArrivalAt: at(0), completedAt: at(3) },
  workitem: {
    id: 'item',
    timingsMs: { preprocess: 500, lungs: 1000, resample: 250, candidates: 2000, measurement: 1000 },
    finishedAt: at(14),
  },
  trail: [
    entry('workitem.started', 2, 'another'),
    entry('study.completed', 3, 'study'),
    entry('workitem.started', 4),
    entry('workitem.analysed', 10),
    entry('results.made', 11),
    entry('delivery.delivered', 13),
  ],
}

describe('stagesOf', () => {
  test('cuts the way where the trail dates it', () => {
    const { stages, completeToVerifiedMs, sentToVerifiedMs } = stagesOf(told)
    expect(stages.map(stage => stage.ms)).toEqual([3000, 1000, 500, 1000, 250, 2000, 1000, 1250, 1000, 2000])
    expect(completeToVerifiedMs).toBe(11_000)
    expect(sentToVerifiedMs).toBe(13_000)
  })

  test('loses no time between complete and the end but for closing the workitem', () => {
    const [, ...afterComplete] = stagesOf(told).stages
    expect(afterComplete.reduce((sum, stage) => sum + stage.ms, 0)).toBe(10_000)
  })

  test.each(['workitem.started', 'workitem.analysed', 'results.made', 'delivery.delivered'])(
    'refuses a way without %s',
    action => {
      const trail = told.trail.filter(text => !(text.includes(action) && text.includes('"item"')))
      expect(() => stagesOf({ ...told, trail })).toThrow(action)
    },
  )
})
