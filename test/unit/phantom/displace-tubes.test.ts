import { describe, expect, it } from 'vitest'
import { createBodyPlan } from '../../../src/phantom/body-plan.ts'
import { displaceTubes } from '../../../src/phantom/displace-tubes.ts'
import { growLungTrees } from '../../../src/phantom/lung-trees.ts'
import { shapeDistance } from '../../../src/phantom/nodule-shape.ts'
import { placeNodules } from '../../../src/phantom/nodules.ts'
import { createThorax } from '../../../src/phantom/thorax.ts'
import { tubeStride } from '../../../src/phantom/tubes.ts'

describe('displaceTubes', () => {
  it('lets vessels of a millimetre and more touch juxtavascular nodules and no isolated solid one', () => {
    const seen = { juxtavascular: 0, isolated: 0 }
    for (const seed of [2, 4, 6, 7]) {
      const thorax = createThorax(createBodyPlan(seed))
      const trees = growLungTrees(thorax)
      const nodules = placeNodules(thorax, trees, {
        count: 5,
        fromZ: -213,
        toZ: 109,
        diametersMm: [4.4, 22],
        margin: 'smooth',
      })
      const { values } = displaceTubes(trees.vessels, nodules)
      for (const { shape, type, attachment, isMicronodule } of nodules) {
        if (type !== 'solid' || isMicronodule || attachment === 'juxtapleural') continue
        let gapMm = Number.POSITIVE_INFINITY
        for (let o = 0; o < values.length; o += tubeStride) {
          const radius = values[o + 3]!
          if (radius < 0.8) continue
          gapMm = Math.min(gapMm, shapeDistance(shape, values[o]!, values[o + 1]!, values[o + 2]!) - radius)
        }
        seen[attachment]++
        if (attachment === 'juxtavascular') expect(gapMm).toBeLessThan(0.2)
        else expect(gapMm).toBeGreaterThan(0)
      }
    }
    expect(seen.juxtavascular).toBeGreaterThan(2)
    expect(seen.isolated).toBeGreaterThan(1)
  }, 30_000)
})
