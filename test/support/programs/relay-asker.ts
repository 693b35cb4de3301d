import { openDatabase } from '../../../src/storage/database.ts'
import { createTestRelay, testProvider, testRequest, testSettings } from '../relay.ts'

// Asks ten batches of one workitem, one after the other, and tells each that is answered: to be killed on the way.
const [databaseUrl = '', providerUrl = ''] = process.argv.slice(2)
const database = openDatabase({ url: databaseUrl })
const { relay } = createTestRelay(
  { ...database, adminUrl: '' },
  testSettings([testProvider('first', providerUrl)]),
)
for (let batch = 0; batch < 10; batch++) {
  const request = testRequest(['first'], { workitemId: 'study', instructions: `batch ${batch}`, parts: [] })
  await relay.ask(request, new AbortController().signal)
  process.stdout.write(`${batch}\n`)
}
await relay.close()
await database.close()
