import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const extraFolders = ['/usr/sbin', '/usr/lib/postgresql/15/bin']

/** The path of a program, or undefined and a line that names the Debian package to install. */
export const needsProgram = (name: string, debianPackage: string): string | undefined => {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...extraFolders]
  const found = folders.map(folder => join(folder, name)).find(path => existsSync(path))
  if (!found) process.stderr.write(`skipped: needs ${name} (Debian package ${debianPackage})\n`)
  return found
}

/** The folder of shared test data (HILUM_TEST_DATA, else ../shared/data), or undefined and a line that says so. */
export const sharedData = (): string | undefined => {
  const folder = process.env.HILUM_TEST_DATA ?? join(projectRoot, '../shared/data')
  if (existsSync(join(folder, 'README.md'))) return folder
  process.stderr.write('skipped: needs ../shared/data (or HILUM_TEST_DATA)\n')
  return undefined
}

/** Whether onnxruntime-node is there; else a line that says how to get it. It is no dependency: 290 MB. */
export const hasOnnxRuntime = (): boolean => {
  if (existsSync(join(projectRoot, 'node_modules/onnxruntime-node'))) return true
  process.stderr.write(
    'skipped: needs onnxruntime-node (ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save onnxruntime-node@1.30.0)\n',
  )
  return false
}
