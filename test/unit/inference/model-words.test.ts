import { expect, it } from 'vitest'
import { type AnswerWords, gatherWords } from '../../../src/inference/model-words.ts'

const answer = (more: Partial<AnswerWords>): AnswerWords => ({
  provider: 'a',
  model: 'm',
  summary: null,
  recommendedActions: [],
  criticalFlags: [],
  priority: null,
  findings: [],
  ...more,
})

it('puts the words of each model together, the highest priority, each text once', () => {
  const words = gatherWords([
    answer({ summary: 'One spot.', priority: 'urgent', recommendedActions: ['CT in 3 months'] }),
    answer({ provider: 'b', summary: 'Nothing.' }),
    answer({ summary: 'One spot.', priority: 'routine', criticalFlags: ['mass'] }),
  ])
  expect(words).toMatchObject([
    {
      provider: 'a',
      summaries: ['One spot.'],
      priority: 'urgent',
      recommendedActions: ['CT in 3 months'],
      criticalFlags: ['mass'],
    },
    { provider: 'b', summaries: ['Nothing.'], priority: null },
  ])
})

it('cuts texts short and takes out what could trick a reader or a terminal', () => {
  const [words] = gatherWords([
    answer({
      summary: `a\u202e\u0007b\n\n<script>\u2066c${'x'.repeat(9000)}`,
      recommendedActions: [' ', ''],
    }),
  ])
  expect(words?.summaries[0]).toMatch(/^a b <script> cx+$/)
  expect(words?.summaries[0]).toHaveLength(500)
  expect(words?.recommendedActions).toEqual([])
})
