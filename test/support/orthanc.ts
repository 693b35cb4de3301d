import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { needsProgram } from './prerequisites.ts'

const plugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so'

/** True if Debian's Orthanc and its DICOMweb plugin are here; else a line says which package to install. */
export const hasOrthanc = (): boolean => {
  if (!needsProgram('Orthanc', 'orthanc')) return false
  if (existsSync(plugin)) return true
  process.stderr.write('skipped: needs libOrthancDicomWeb.so (Debian package orthanc-dicomweb)\n')
  return false
}

/** A port of loopback that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })

/** A real Orthanc in a temporary folder, on loopback. */
export interface TestOrthanc {
  /** Of its REST API. */
  readonly url: string
  readonly dicomwebUrl: string
  /** Of its process, undefined while it does not run. */
  readonly pid: number | undefined
  /** Stores files by its REST API; answers Orthanc's ids. */
  upload(...files: readonly Uint8Array[]): Promise<readonly string[]>
  /** GET of a path of its REST API, as JSON. */
  get(path: string): Promise<unknown>
  /** DELETE of a path of its REST API. */
  delete(path: string): Promise<void>
  /** Ends it as an operator would (SIGTERM, about 3 s). Its database stays. */
  stop(): Promise<void>
  /** Ends it as a power cut would (SIGKILL). Its database stays. */
  kill(): Promise<void>
  /** Starts it again on the same database and ports. */
  start(): Promise<void>
  /** Stops it, forgets its database, and starts it. */
  reset(): Promise<void>
  /** Kills it and removes its folder. */
  close(): Promise<void>
}

/** Starts one. `settings` are added to its configuration, or replace keys of it. StableAge is 2 s. */
export const startOrthanc = async (
  settings: Readonly<Record<string, unknown>> = {},
): Promise<TestOrthanc> => {
  const folder = await mkdtemp(join(tmpdir(), 'hilum-orthanc-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const database = join(folder, 'db')
  const configuration = {
    Name: 'Test',
    StorageDirectory: database,
    IndexDirectory: database,
    HttpPort: port,
    DicomServerEnabled: false,
    DicomPort: await freePort(),
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    StableAge: 2,
    Plugins: [plugin],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
    ...settings,
  }
  const file = join(folder, 'orthanc.json')
  await writeFile(file, JSON.stringify(configuration))
  let child: ChildProcess | undefined

  const start = async (): Promise<void> => {
    await mkdir(database, { recursive: true })
    child = spawn(needsProgram('Orthanc', 'orthanc') ?? 'Orthanc', [file], { stdio: 'ignore' })
    for (let tries = 0; tries < 200; tries++) {
      const answer = await fetch(`${url}/system`).catch(() => undefined)
      if (answer?.ok) return
      await wait(50)
    }
    throw new Error('Orthanc did not start')
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null) return
    const gone = new Promise(resolve => ending.once('exit', resolve))
    ending.kill(signal)
    await gone
  }
  const ask = async (path: string, init?: RequestInit): Promise<Response> => {
    const answer = await fetch(`${url}${path}`, init)
    if (!answer.ok) throw new Error(`Orthanc answered ${answer.status}`)
    return answer
  }

  await start()
  return {
    url,
    dicomwebUrl: `${url}/dicom-web`,
    get pid() {
      return child?.pid
    },
    async upload(...files) {
      const ids: string[] = []
      for (const body of files) {
        const answer = (await (await ask('/instances', { method: 'POST', body })).json()) as { ID: string }
        ids.push(answer.ID)
      }
      return ids
    },
    get: async path => (await ask(path)).json(),
    delete: async path => {
      await ask(path, { method: 'DELETE' })
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    start,
    async reset() {
      await end('SIGTERM')
      await rm(database, { recursive: true, force: true })
      await start()
    },
    async close() {
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
