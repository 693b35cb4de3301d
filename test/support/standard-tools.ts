import { expect } from 'vitest'
import { needsProgram } from './prerequisites.ts'
import { runToEnd } from './run-program.ts'

const dciodvfy = needsProgram('dciodvfy', 'dicom3tools')
const dsrdump = needsProgram('dsrdump', 'dcmtk')

/** An SR file as dciodvfy and dsrdump see it: no error. Either is left out where it is not installed. */
export const expectCleanSr = async (path: string): Promise<void> => {
  if (dciodvfy) {
    const lines = (await runToEnd(dciodvfy, ['-new', path])).stderr.split('\n')
    expect(lines.filter(line => line.startsWith('Error'))).toEqual([])
    expect(lines).toContain('ComprehensiveSR')
  }
  if (dsrdump) {
    const { code, stderr } = await runToEnd(dsrdump, ['+U8', path])
    expect(code, stderr).toBe(0)
    const complaints = stderr
      .split('\n')
      .filter(line => line && !line.includes('does not support this Specific'))
    expect(complaints).toEqual([])
  }
}
