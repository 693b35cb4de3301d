import { describe, expect, it } from 'vitest'
import type { Cube } from '../../../../src/inference/candidates/cube.ts'
import { withPleuralCap } from '../../../../src/inference/candidates/pleural-cap.ts'

const side = 41
const stepMm = 0.6
const half = (side - 1) / 2

const fill = <Value extends Float32Array | Uint8Array>(
  out: Value,
  at: (x: number, y: number, z: number) => number,
) =>
  out.map((_, i) => {
    const [x, y, z] = [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)]
    return at((x - half) * stepMm, (y - half) * stepMm, (z - half) * stepMm)
  }) as Value

/** A flat wall at x = `wallAt` mm, lung on its left. */
const cubeAt = (wallAt: number): Cube => {
  const empty = new Float32Array(side ** 3)
  const wallMm = fill(empty.slice(), x => x - wallAt)
  return {
    side,
    stepMm,
    originMm: [0, 0, 0],
    radiusMm: 4,
    reachMm: half * stepMm,
    hu: empty,
    smooth: empty,
    wallMm,
    inLung: Uint8Array.from(wallMm, mm => (mm < -0.3 ? 1 : 0)),
    fromCentreMm: empty,
  }
}

const ball = (radiusMm: number, cube: Cube): Uint8Array =>
  fill(new Uint8Array(side ** 3), (x, y, z) => (Math.hypot(x, y, z) < radiusMm ? 1 : 0)).map((cell, i) =>
    cell && cube.inLung[i] ? 1 : 0,
  )

const count = (mask: Uint8Array): number => mask.reduce((sum, cell) => sum + cell, 0)

describe('withPleuralCap', () => {
  it('leaves a nodule in the lung alone', () => {
    const cube = cubeAt(9)
    const mask = ball(4, cube)
    expect(withPleuralCap(cube, mask)).toBe(mask)
  })

  it('adds a flat lens where a nodule was cut off, and nothing beyond the dip of the ball that closes', () => {
    const cube = cubeAt(2)
    const mask = ball(5, cube)
    const capped = withPleuralCap(cube, mask)
    expect(count(capped)).toBeGreaterThan(1.03 * count(mask))
    expect(count(capped)).toBeLessThan(1.25 * count(mask))
    const added = capped.map((cell, i) => (cell && !mask[i] ? 1 : 0))
    const deepest = Math.max(...cube.wallMm.filter((_, i) => added[i]))
    expect(deepest).toBeLessThan(2)
  })
})
