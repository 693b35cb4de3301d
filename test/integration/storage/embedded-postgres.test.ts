import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { parseConnectionUrl } from '../../../src/storage/connection-url.ts'
import { openDriver } from '../../../src/storage/database.ts'
import { findNativePackage } from '../../../src/storage/embedded/binaries.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/storage/embedded-postgres.ts'

const program = fileURLToPath(new URL('../../support/programs/embedded-holder.ts', import.meta.url))
const isRoot = process.getuid?.() === 0

describe('the embedded PostgreSQL', () => {
  let folder: string
  let servers: EmbeddedPostgres[] = []
  let children: ChildProcess[] = []

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hilum-embedded-'))
    chmodSync(folder, 0o755)
  })
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL')
    for (const server of servers) await server.stop().catch(() => {})
    servers = []
    children = []
    rmSync(folder, { recursive: true, force: true })
  })

  const start = async (options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) => {
    const dataDir = join(folder, 'data')
    const server = await startEmbeddedPostgres({ dataDir, log: silentLog, ...options })
    servers.push(server)
    return server
  }
  const hold = async () => {
    const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
    const args = ['--import', 'tsx', program, join(folder, 'data')]
    const child = spawn(process.execPath, args, { stdio })
    children.push(child)
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    return { child, ...(JSON.parse(line.toString()) as { adminUrl: string; isStartedHere: boolean }) }
  }
  const kill = async (child: ChildProcess, signal: NodeJS.Signals) => {
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  const query = async (url: string, text: string) => {
    const sql = openDriver({ url, max: 1 })
    try {
      return [...(await sql.unsafe(text))]
    } finally {
      await sql.end({ timeout: 5 })
    }
  }

  it('listens on a private socket only, asks for passwords, and gives the service no power', async () => {
    const { adminUrl, serviceUrl } = await start()
    expect(await query(adminUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
    const { host } = parseConnectionUrl(serviceUrl)
    expect(statSync(host).mode & 0o777).toBe(0o700)
    const roles =
      'select rolname, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user'
    expect(await query(serviceUrl, roles)).toEqual([
      { rolname: 'hilum_service', rolsuper: false, rolcreaterole: false, rolcreatedb: false },
    ])
    const wrong = new URL(serviceUrl)
    wrong.password = 'wrong'
    await expect(query(wrong.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' })
    expect(statSync(join(folder, 'data', 'postgres-credentials.json')).mode & 0o777).toBe(0o600)
  })

  it('keeps its rows over a stop, and starts again in well under a second', async () => {
    const first = await start()
    await query(first.adminUrl, 'create table kept as select 1 as one')
    const { host } = parseConnectionUrl(first.serviceUrl)
    await first.stop()
    expect(() => lstatSync(host)).toThrow()
    const second = await start()
    expect(second.isStartedHere).toBe(true)
    expect(await query(second.adminUrl, 'select one from kept')).toEqual([{ one: 1 }])
  })

  it('is adopted by a second process, which does not stop it', async () => {
    const holder = await hold()
    const adopted = await start()
    expect([holder.isStartedHere, adopted.isStartedHere]).toEqual([true, false])
    await adopted.stop()
    expect(await query(holder.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    await kill(holder.child, 'SIGTERM')
    await expect(query(holder.adminUrl, 'select 1')).rejects.toThrow()
  })

  it('starts once when several ask at once', async () => {
    const started = await Promise.all([start(), start(), start()])
    expect(started.filter(server => server.isStartedHere)).toHaveLength(1)
    expect(new Set(started.map(server => server.serviceUrl)).size).toBe(1)
  })

  it('survives a kill -9 of its starter: the next one adopts it, and stops it since nobody else will', async () => {
    const holder = await hold()
    await query(holder.adminUrl, 'create table kept as select 1 as one')
    await kill(holder.child, 'SIGKILL')
    const adopted = await start()
    expect(adopted.isStartedHere).toBe(false)
    expect(await query(adopted.adminUrl, 'select one from kept')).toEqual([{ one: 1 }])
    await adopted.stop()
    await expect(query(adopted.adminUrl, 'select 1')).rejects.toThrow()
  })

  it('recovers after a kill -9 of itself and its starter at once', async () => {
    const holder = await hold()
    await query(holder.adminUrl, 'create table kept as select 1 as one')
    const pid = Number(
      readFileSync(join(folder, 'data', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
    )
    process.kill(pid, 'SIGKILL')
    await kill(holder.child, 'SIGKILL')
    const recovered = await start()
    expect(recovered.isStartedHere).toBe(true)
    expect(await query(recovered.adminUrl, 'select one from kept')).toEqual([{ one: 1 }])
    expect(() => lstatSync(parseConnectionUrl(holder.adminUrl).host)).toThrow()
  })

  it('works from a package whose install scripts did not run', async () => {
    const native = findNativePackage()
    const bare = join(folder, 'bare', 'native')
    cpSync(native.folder, bare, { recursive: true, filter: path => !lstatSync(path).isSymbolicLink() })
    const server = await start({ native: { ...native, folder: bare }, cacheFolder: join(folder, 'cache') })
    expect(await query(server.serviceUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it.runIf(isRoot)('works as root in a private home folder', async () => {
    const home = join(folder, 'home')
    mkdirSync(home, { mode: 0o700 })
    const native = findNativePackage()
    cpSync(native.folder, join(home, 'native'), { recursive: true, verbatimSymlinks: true })
    const server = await start({
      dataDir: join(home, 'data'),
      native: { ...native, folder: join(home, 'native') },
      cacheFolder: join(folder, 'var-lib'),
    })
    expect(server.dataFolder).toContain('var-lib')
    expect(await query(server.serviceUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('says what is wrong when it cannot start', async () => {
    const native = { folder: join(folder, 'nothing'), version: '0' }
    await expect(start({ native, cacheFolder: folder })).rejects.toMatchObject({
      code: 'STORAGE_EMBEDDED_FAILED',
    })
  })
})
