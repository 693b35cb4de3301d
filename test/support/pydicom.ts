import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runToEnd } from './run-program.ts'

const program = fileURLToPath(new URL('programs/read-object.py', import.meta.url))
const python = '/usr/bin/python3'

/** Whether Debian's Python has pydicom; else a line that names the package. */
export const hasPydicom = (): boolean => {
  if (existsSync(python) && existsSync('/usr/lib/python3/dist-packages/pydicom')) return true
  process.stderr.write('skipped: needs pydicom (Debian package python3-pydicom)\n')
  return false
}

type Code = readonly [value: string, scheme: string, meaning: string]

/** Coordinates as pydicom read them: on an image, or in a frame of reference. */
export interface ReadCoordinates {
  readonly graphicType: string
  readonly points: readonly (readonly number[])[]
  readonly image?: string
  readonly frame?: number
  readonly frameOfReferenceUid?: string
}

/** A measurement group as pydicom read it. */
export interface ReadGroup {
  readonly template: string
  readonly trackingIdentifier: string
  readonly trackingUid: string
  readonly finding: Code
  readonly site: Code
  readonly laterality: Code
  readonly algorithm: readonly (string | null)[]
  readonly regionName: Code | null
  readonly regions: readonly ReadCoordinates[]
  readonly sourceSeries: string | null
  readonly measurements: readonly {
    readonly name: Code
    readonly value: number
    readonly unit: Code
    readonly derivation: Code | null
    readonly lines: readonly ReadCoordinates[]
  }[]
  readonly type: Code
  readonly comment: string
}

/** An object as pydicom read it. */
export interface ReadObject {
  readonly sopClassUid: string
  readonly seriesDescription: string
  readonly seriesCode: Code | null
  readonly patientName: string
  readonly equipment: readonly string[]
  readonly replaces: readonly string[]
  readonly report?: {
    readonly title: Code
    readonly template: readonly string[]
    readonly flags: readonly string[]
    readonly groups: readonly ReadGroup[]
    readonly evidence: readonly string[]
    readonly texts: readonly string[]
    readonly codes: readonly Code[]
  }
  readonly segmentation?: {
    readonly type: string
    readonly segments: readonly {
      readonly number: number
      readonly label: string
      readonly algorithm: readonly string[]
      readonly category: Code
      readonly property: Code
      readonly site: Code
      readonly laterality: Code
      readonly trackingIdentifier: string
      readonly trackingUid: string
    }[]
    readonly frames: readonly {
      readonly segment: number
      readonly image: string
      readonly position: readonly number[]
      readonly orientation: readonly number[]
      readonly spacing: readonly number[]
      readonly dimension: readonly number[]
      readonly covered: readonly (readonly [column: number, row: number])[]
    }[]
    readonly references: readonly string[]
    readonly pixelBytes: number
  }
}

/** Part 10 files read by pydicom in a process of its own. @throws with pydicom's own words where it cannot */
export const readByPydicom = async (files: readonly Uint8Array[]): Promise<readonly ReadObject[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'hilum-pydicom-'))
  try {
    const paths = files.map((bytes, index) => {
      const path = join(folder, `${index}.dcm`)
      writeFileSync(path, bytes)
      return path
    })
    const { code, stdout, stderr } = await runToEnd(python, [program, ...paths])
    if (code !== 0) throw new Error(stderr)
    return JSON.parse(stdout) as readonly ReadObject[]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
