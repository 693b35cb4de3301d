import type { Phantom } from '../../../src/phantom/synthesize.ts'

/** A whole phantom in HU, [slice, row, column], with where its voxels are. */
export interface PhantomVoxels {
  readonly hu: Int16Array
  readonly matrix: number
  readonly slices: number
  readonly pixelMm: number
  readonly spacingMm: number
  /** LPS mm of voxel (0, 0, 0). */
  readonly origin: readonly [number, number, number]
}

const decimals = (text: string): number[] => text.replaceAll('\0', '').trim().split('\\').map(Number)

/** Value of an explicit VR element of the data set, found by its tag and VR. */
const valueAfter = (bytes: Buffer, tagAndVr: readonly number[]): string => {
  const at = bytes.indexOf(Buffer.from(tagAndVr))
  return bytes.toString('latin1', at + 8, at + 8 + bytes.readUInt16LE(at + 6))
}

/** Image Position (Patient), (0020,0032) DS. */
export const positionOf = (bytes: Uint8Array): number[] =>
  decimals(valueAfter(Buffer.from(bytes), [0x20, 0, 0x32, 0, 0x44, 0x53]))

/** Runs a phantom and stacks it. Pixel Data is the last element that is written. */
export const stackPhantom = async (phantom: Phantom): Promise<PhantomVoxels> => {
  const { matrix, spacingMm } = phantom.settings
  const slices = phantom.sliceCount
  const hu = new Int16Array(slices * matrix * matrix)
  let origin: readonly [number, number, number] | undefined
  let index = 0
  for await (const slice of phantom.slices) {
    const [x, y, z] = positionOf(slice.bytes)
    origin ??= [x!, y!, z!]
    const pixels = Buffer.from(slice.bytes).subarray(slice.bytes.length - 2 * matrix * matrix)
    for (let i = 0; i < matrix * matrix; i++)
      hu[index * matrix * matrix + i] = pixels.readUInt16LE(2 * i) - 1024
    index++
  }
  return { hu, matrix, slices, pixelMm: 358.4 / matrix, spacingMm, origin: origin! }
}

/** Voxels within `radiusMm` of a point in LPS mm. */
export const valuesWithin = (
  voxels: PhantomVoxels,
  [x, y, z]: readonly [number, number, number],
  radiusMm: number,
): number[] => {
  const { matrix, slices, pixelMm, spacingMm, origin } = voxels
  const found: number[] = []
  const range = (centre: number, from: number, step: number, count: number): [number, number] => [
    Math.max(0, Math.floor((centre - radiusMm - from) / step)),
    Math.min(count - 1, Math.ceil((centre + radiusMm - from) / step)),
  ]
  const [k0, k1] = range(z, origin[2], spacingMm, slices)
  const [j0, j1] = range(y, origin[1], pixelMm, matrix)
  const [i0, i1] = range(x, origin[0], pixelMm, matrix)
  for (let k = k0; k <= k1; k++)
    for (let j = j0; j <= j1; j++)
      for (let i = i0; i <= i1; i++) {
        const dx = origin[0] + i * pixelMm - x
        const dy = origin[1] + j * pixelMm - y
        const dz = origin[2] + k * spacingMm - z
        if (dx * dx + dy * dy + dz * dz <= radiusMm * radiusMm)
          found.push(voxels.hu[(k * matrix + j) * matrix + i]!)
      }
  return found
}
