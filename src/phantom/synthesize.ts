import { writePart10 } from '../dicom/part10-write.ts'
import type { SopInstanceUid } from '../dicom/uid.ts'
import { createAcquisition } from './acquisition.ts'
import { type BodyPlan, createBodyPlan } from './body-plan.ts'
import { displaceTubes } from './displace-tubes.ts'
import { placeDistractors, withDistractors } from './distractors.ts'
import type { ImageGrid } from './image-grid.ts'
import { growLungTrees } from './lung-trees.ts'
import { measureTruth, type PhantomTruth } from './nodule-truth.ts'
import { placeNodules } from './nodules.ts'
import { type PhantomOptions, type PhantomSettings, settlePhantomOptions } from './options.ts'
import { createPlaneScene } from './plane-scene.ts'
import { createRandom } from './random.ts'
import { type PhantomUids, phantomUids, seriesHeader, sliceDataset } from './series-header.ts'
import { createThorax } from './thorax.ts'
import { drawTilted, tiltGrid } from './tilt.ts'

/** One slice as a Part 10 file (CT Image Storage, Explicit VR Little Endian). */
export interface PhantomSlice {
  readonly sopInstanceUid: SopInstanceUid
  /** From 0 at the feet. */
  readonly index: number
  readonly bytes: Uint8Array
}

/** A synthetic chest CT. `slices` are made one at a time as they are asked for, once, from the feet to the head. */
export interface Phantom {
  readonly settings: PhantomSettings
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly patientId: string
  readonly sliceCount: number
  readonly truth: PhantomTruth
  readonly slices: AsyncIterable<PhantomSlice>
}

/** Called after each slice with how many are done, of how many. */
export type PhantomProgress = (done: number, total: number) => void

/** z of the middle of every phantom: half way through the lungs. */
const middleZ = -52
const fieldOfViewMm = 358.4

/**
 * A chest CT with a known truth: the same options give the same bytes.
 * @throws PHANTOM_BAD_OPTION, PHANTOM_NO_ROOM (the nodules do not fit between the slices)
 */
export const synthesizePhantom = (options: PhantomOptions, progress?: PhantomProgress): Phantom => {
  const settings = settlePhantomOptions(options)
  const thorax = createThorax(createBodyPlan(settings.seed))
  const uids = phantomUids(settings)
  const fromZ = middleZ - 0.5 * (settings.slices - 1) * settings.spacingMm
  const toZ = fromZ + (settings.slices - 1) * settings.spacingMm
  const trees = growLungTrees(thorax)
  const grid = gridOf(settings)
  const leaning = tiltGrid(grid, settings.tiltDegrees).reachMm
  const nodules = placeNodules(thorax, trees, {
    count: settings.nodules,
    fromZ: fromZ + leaning,
    toZ: toZ - leaning,
    diametersMm: settings.diametersMm,
    margin: settings.margin,
  })
  const distractors = placeDistractors(thorax, nodules, { count: settings.distractors, fromZ, toZ })
  const missing = new Set(settings.missingSlices)
  const indices = Array.from({ length: settings.slices }, (_, i) => i).filter(i => !missing.has(i))
  const vessels = displaceTubes(trees.vessels, nodules)
  const { hasContrast } = settings
  const scene = { thorax, trees: { ...trees, vessels }, nodules, distractors, hasContrast }
  return {
    settings,
    studyInstanceUid: uids.study,
    seriesInstanceUid: uids.series,
    patientId: `PHANTOM-${settings.seed}`,
    sliceCount: indices.length,
    truth: withDistractors(measureTruth(thorax, nodules, uids.series), distractors),
    slices: makeSlices({ scene, settings, uids, grid, fromZ, indices, plan: thorax.plan }, progress),
  }
}

/** The table is never exactly centred: the field of view lies a few mm off the midline. */
const gridOf = (settings: PhantomSettings): ImageGrid => {
  const random = createRandom(settings.seed, 'position')
  const pixelMm = fieldOfViewMm / settings.matrix
  const corner = -0.5 * (settings.matrix - 1) * pixelMm
  return {
    columns: settings.matrix,
    rows: settings.matrix,
    pixelMm,
    originX: Math.round((corner + random.between(-4, 4)) * 10) / 10,
    originY: Math.round((corner + random.between(6, 14)) * 10) / 10,
  }
}

interface Job {
  readonly scene: Parameters<typeof createPlaneScene>[0]
  readonly plan: BodyPlan
  readonly settings: PhantomSettings
  readonly uids: PhantomUids
  readonly grid: ImageGrid
  readonly fromZ: number
  readonly indices: readonly number[]
}

async function* makeSlices(job: Job, progress?: PhantomProgress): AsyncGenerator<PhantomSlice> {
  const { settings, uids, grid } = job
  const draw = drawTilted(createPlaneScene(job.scene, grid), grid, settings.tiltDegrees)
  const acquire = createAcquisition(draw, grid, settings, settings.seed)
  const tilted = tiltGrid(grid, settings.tiltDegrees)
  const shared = seriesHeader(settings, job.plan, uids, grid)
  const hu = new Int16Array(grid.columns * grid.rows)
  let done = 0
  for (const index of job.indices) {
    const z = job.fromZ + index * settings.spacingMm
    acquire(z, index, hu)
    const dataset = sliceDataset(shared, uids, settings, tilted, { index, z, hu })
    yield { sopInstanceUid: uids.instance(index), index, bytes: writePart10(dataset) }
    progress?.(++done, job.indices.length)
    // A slice takes tens of milliseconds: timers and sockets get their turn between two.
    await new Promise(resolve => setImmediate(resolve))
  }
}
