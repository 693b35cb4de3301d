import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { DetectorCase } from './detector-case.ts'

const script = fileURLToPath(new URL('./detector-case.ts', import.meta.url))

/** Measures the detector in a fresh process; undefined where the CT is not here. @param name a phantom's seed */
export const runDetector = async (kind: 'phantom' | 'real', name = ''): Promise<DetectorCase | undefined> => {
  const args = ['--import', 'tsx', script, kind, name]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 2 ** 20 })
  return (JSON.parse(stdout) as DetectorCase | null) ?? undefined
}
