import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './orthanc.ts'
import { needsProgram } from './prerequisites.ts'

/** DCMTK's storescp in a temporary folder, on loopback: a PACS that takes by C-STORE and can do nothing else. */
export interface TestStoreScp {
  readonly aet: string
  readonly port: number
  /** Files that it has received, whole. */
  received(): Promise<readonly Uint8Array[]>
  /** Starts it again with other options, for example `--refuse`, `--abort-after`. */
  restart(...options: readonly string[]): Promise<void>
  /** Makes that it cannot write: it answers A700. */
  breakFolder(): Promise<void>
  mendFolder(): Promise<void>
  stop(): Promise<void>
  close(): Promise<void>
}

/** True if storescp and storescu are here; else a line says which package to install. */
export const hasDcmtkStore = (): boolean =>
  needsProgram('storescp', 'dcmtk') !== undefined && needsProgram('storescu', 'dcmtk') !== undefined

const isListening = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** Starts one. */
export const startStoreScp = async (...options: readonly string[]): Promise<TestStoreScp> => {
  const folder = await mkdtemp(join(tmpdir(), 'hilum-storescp-'))
  const inbox = join(folder, 'inbox')
  await mkdir(inbox)
  const port = await freePort()
  const aet = 'STORESCP'
  let child: ReturnType<typeof spawn> | undefined

  const start = async (extra: readonly string[]): Promise<void> => {
    const args = [...extra, '-aet', aet, '-od', inbox, String(port)]
    child = spawn(needsProgram('storescp', 'dcmtk') ?? 'storescp', args, { stdio: 'ignore' })
    for (let tries = 0; tries < 200; tries++) {
      if (await isListening(port)) return
      await wait(25)
    }
    throw new Error('storescp did not start')
  }
  const stop = async (): Promise<void> => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null) return
    const gone = new Promise(resolve => ending.once('exit', resolve))
    ending.kill('SIGKILL')
    await gone
  }

  await start(options)
  return {
    aet,
    port,
    async received() {
      const names = await readdir(inbox).catch(() => [])
      return Promise.all(names.sort().map(name => readFile(join(inbox, name))))
    },
    async restart(...extra) {
      await stop()
      await start(extra)
    },
    breakFolder: () => rm(inbox, { recursive: true, force: true }),
    mendFolder: async () => {
      await mkdir(inbox, { recursive: true })
    },
    stop,
    async close() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
