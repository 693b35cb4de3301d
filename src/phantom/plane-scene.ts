import type { BodyPlan } from './body-plan.ts'
import { createCoarseSource } from './coarse-fields.ts'
import { createPlaneComposer, tissueHu } from './compose-plane.ts'
import { type Distractors, paintPlaque } from './distractors.ts'
import type { ImageGrid } from './image-grid.ts'
import { createLattice } from './lattice.ts'
import type { LungTrees } from './lung-trees.ts'
import { type PlacedNodule, paintNodule } from './nodule-paint.ts'
import { createRandom } from './random.ts'
import { createSkeleton, ribHeightScale, type SpineSample } from './skeleton.ts'
import { createTable } from './table.ts'
import type { Thorax } from './thorax.ts'
import { indexTubes, paintTubes, type TubeIndex } from './tube-paint.ts'
import { joinTubes } from './tubes.ts'

/** Everything that is in the scanner. */
export interface Scene {
  readonly thorax: Thorax
  readonly trees: LungTrees
  readonly nodules: readonly PlacedNodule[]
  readonly distractors: Distractors
  readonly hasContrast: boolean
}

/** Draws one infinitely thin plane of the scene in HU, row-major [row, column]. */
export type DrawPlane = (z: number, out: Float32Array) => void

/** mm between the planes on which large shapes are evaluated; between them they are blended. */
const coarseStepMm = 2.2

/** A drawer of planes for one image grid. */
export const createPlaneScene = (scene: Scene, grid: ImageGrid): DrawPlane => {
  const { thorax, trees } = scene
  const { plan } = thorax
  const lattice = createLattice(createRandom(plan.seed, 'texture'))
  const tissue = tissueHu(scene.hasContrast)
  const coarseAt = createCoarseSource(thorax, lattice, grid, coarseStepMm)
  const compose = createPlaneComposer(grid, tissue, lattice, createTable(plan, grid))
  const skeleton = createSkeleton(plan)
  const width = Math.max(0.8, grid.pixelMm)
  const index = (tubes: Parameters<typeof indexTubes>[0]): TubeIndex => indexTubes(tubes, 0.5 * width)
  const [vessels, outer, lumen] = [index(trees.vessels), index(trees.airwayOuter), index(trees.airwayLumen)]
  const [ribs, cartilage, plates] = [index(skeleton.ribs), index(skeleton.cartilage), index(skeleton.plates)]
  const spicules = index(joinTubes(scene.nodules.flatMap(nodule => nodule.spicules ?? [])))
  const scars = index(scene.distractors.scars)
  const cover = new Float32Array(grid.columns * grid.rows)

  const blend = (tubes: TubeIndex, z: number, hu: number, out: Float32Array): void => {
    cover.fill(0)
    paintTubes(tubes, grid, z, width, cover)
    for (let i = 0; i < cover.length; i++) if (cover[i]! > 0) out[i] = out[i]! + cover[i]! * (hu - out[i]!)
  }
  const blendBone = (tubes: TubeIndex, z: number, out: Float32Array): void => {
    cover.fill(0)
    paintTubes(tubes, grid, z, 3.4, cover)
    for (let i = 0; i < cover.length; i++) if (cover[i]! > 0) out[i] = boneOver(out[i]!, cover[i]!)
  }

  return (z, out) => {
    compose(coarseAt(z), z, out)
    blend(vessels, z, tissue.blood, out)
    blend(outer, z, 10, out)
    blend(lumen, z, -985, out)
    blend(cartilage, z * ribHeightScale, 95, out)
    blendBone(ribs, z * ribHeightScale, out)
    drawSpine(plan, skeleton.spineAt, grid, z, out)
    blendBone(plates, z, out)
    blend(spicules, z, 20, out)
    blend(scars, z, 25, out)
    for (const plaque of scene.distractors.plaques) paintPlaque(plaque, thorax, grid, z, out)
    for (const nodule of scene.nodules) paintNodule(nodule, thorax, lattice, grid, z, out)
  }
}

/**
 * Cortex outside, marrow inside. `share` is the cover softened over 3.4 mm: 0.25 to 0.75 is the bone's outer 1.7 mm.
 */
const boneOver = (behind: number, share: number): number => {
  const edge = Math.min(Math.max((share - 0.28) * 5, 0), 1)
  const marrow = Math.min(Math.max((share - 0.78) * 5, 0), 1)
  return behind + edge * (780 - 560 * marrow - behind)
}

const drawSpine = (
  plan: BodyPlan,
  spineAt: (x: number, y: number, z: number, out: SpineSample) => void,
  grid: ImageGrid,
  z: number,
  out: Float32Array,
): void => {
  const sample: SpineSample = { distance: 0, hu: 0 }
  const centre = plan.spineY.at(z)
  const first = Math.max(0, Math.floor((centre - 22 - grid.originY) / grid.pixelMm))
  const last = Math.min(grid.rows - 1, Math.ceil((centre + 38 - grid.originY) / grid.pixelMm))
  for (let row = first; row <= last; row++)
    for (let column = 0; column < grid.columns; column++) {
      const x = grid.originX + column * grid.pixelMm
      if (x < -24 || x > 24) continue
      spineAt(x, grid.originY + row * grid.pixelMm, z, sample)
      const share = Math.min(Math.max(0.5 - sample.distance / Math.max(0.8, grid.pixelMm), 0), 1)
      const i = row * grid.columns + column
      out[i] = out[i]! + share * (sample.hu - out[i]!)
    }
}
