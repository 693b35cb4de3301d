import { afterAll, beforeAll, describe } from 'vitest'
import { summarizers } from '../../src/plugins.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { noteIn, readNote } from '../support/reading-model.ts'
import { createTestRelay, type TestRelay, testProvider, testSettings } from '../support/relay.ts'
import { type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.ts'
import { summarizerContract } from './summarizer.contract.ts'

let database: TestDatabase
let provider: ScriptedProvider
let made: TestRelay

beforeAll(async () => {
  database = await openTestDatabase()
  provider = await startScriptedProvider()
  provider.act(call => ({ content: readNote(noteIn(call)!) }))
  made = createTestRelay(
    database,
    testSettings([testProvider('reader', provider.url), testProvider('nobody', '', { kind: 'sandbox' })]),
  )
}, 60_000)
afterAll(async () => {
  await made?.relay.close()
  await provider?.close()
  await database?.close()
})

const notes = {
  en: 'Assessment: The patient has COPD and a lung nodule of 8 mm. Plan: CT in 6 months.',
  zh: '诊断：慢阻肺，左肺下叶结节8mm。计划：6个月后复查胸部CT。',
  ms: 'Penilaian: Pesakit mempunyai asma dan nodul paru-paru 8 mm. Pelan: CT dalam 6 bulan.',
}

describe.each(['reader', 'nobody'])('over the relay to %s', name => {
  const [, chat] = summarizers({
    models: {
      relay: { ask: (request, signal) => made.relay.ask(request, signal) },
      pictureProviders: [],
      noteProviders: ['reader', 'nobody'],
    },
  })
  summarizerContract({ summarizer: chat!, params: { providers: [name], unknownPatient: 'send' }, notes })
})
