import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** How long pydicom took to write, time by time. */
export interface PydicomTimes {
  /** With its version. */
  readonly name: string
  readonly ms: readonly number[]
}

/** What a row says of it where it is not here. */
export const pydicomMissing = 'pydicom: missing, install python3-pydicom'

const script = `
import io, json, sys, time
import pydicom
path, warm_ups, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
dataset = pydicom.dcmread(path)
dataset.walk(lambda *_: None)
ms = []
for index in range(warm_ups + repeats):
    begin = time.perf_counter()
    dataset.save_as(io.BytesIO())
    if index >= warm_ups: ms.append(1000 * (time.perf_counter() - begin))
print(json.dumps({'name': 'pydicom ' + pydicom.__version__, 'ms': ms}))
`

/** Has pydicom read a Part 10 file and write it to memory again and again; undefined where there is no pydicom. */
export const writeByPydicom = async (
  bytes: Uint8Array,
  { warmUps, repeats }: { readonly warmUps: number; readonly repeats: number },
): Promise<PydicomTimes | undefined> => {
  const run = promisify(execFile)
  const python = await firstWithPydicom(run)
  if (python === undefined) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'hilum-bench-sr-'))
  try {
    const path = join(folder, 'report.dcm')
    await writeFile(path, bytes)
    const { stdout } = await run(python, ['-c', script, path, String(warmUps), String(repeats)])
    return JSON.parse(stdout) as PydicomTimes
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Debian's Python has Debian's packages; another may stand before it in the path. */
const firstWithPydicom = async (
  run: (program: string, args: string[]) => Promise<unknown>,
): Promise<string | undefined> => {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const isHere = await run(python, ['-c', 'import pydicom']).then(
      () => true,
      () => false,
    )
    if (isHere) return python
  }
  return undefined
}
