import { tmpdir } from 'node:os'
import { makeRunFolder, removeRunFolder } from './test-cluster.ts'

/** Before all tests: a folder for database clusters, which the first test that needs one starts. After: its end. */
const setup = async (): Promise<() => Promise<void>> => {
  const folder = await makeRunFolder(tmpdir())
  return () => removeRunFolder(folder)
}

export default setup
