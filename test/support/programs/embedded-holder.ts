/**
 * A process for tests that holds an embedded database: `embedded-holder.ts DATA_DIR`. Prints the URL of the service's
 * role when it is up; stops the database on SIGTERM.
 */
import { silentLog } from '../../../src/base/log.ts'
import { startEmbeddedPostgres } from '../../../src/storage/embedded-postgres.ts'

const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', log: silentLog })
process.on('SIGTERM', () => {
  server.stop().then(() => process.exit(0))
})
setInterval(() => {}, 60_000)
process.stdout.write(
  `${JSON.stringify({ isStartedHere: server.isStartedHere, adminUrl: server.adminUrl })}\n`,
)
