import type { Vector3 } from '../../../dicom/instance-facts.ts'
import type { Volume } from '../../../preprocess/volume.ts'
import type { LungExtent } from '../../candidates/lung-map.ts'
import type { PatientFrame } from '../../candidates/patient-frame.ts'
import type { DetectedFinding } from '../../detector.ts'
import { isInGap } from '../../evaluated-scope.ts'
import type { SpotReader } from '../../spots/spot-reader.ts'
import { toDetectedFinding } from '../../to-detected-finding.ts'
import type { Box } from './anchors.ts'
import { type ModelImage, voxelToFrameMm } from './model-image.ts'
import { type FrameBox, outlineBox } from './outline-box.ts'
import type { ScoredBox } from './suppress-boxes.ts'

/** What a box is measured in. */
export interface BoxScene {
  readonly volume: Volume
  readonly frame: PatientFrame
  readonly lungs: readonly LungExtent[]
  readonly image: ModelImage
  readonly reader: SpotReader
}

/** A model's boxes as candidates, the best first. */
export interface MeasuredBoxes {
  readonly candidates: readonly DetectedFinding[]
  /** Those whose size is the model's, since nothing could be segmented in the box. */
  readonly byBox: ReadonlySet<DetectedFinding>
}

/** The box in the patient frame. */
export const toFrameBox = (image: ModelImage, box: Box): FrameBox => {
  const a = voxelToFrameMm(image, [box[0], box[1], box[2]])
  const b = voxelToFrameMm(image, [box[3], box[4], box[5]])
  return {
    centreMm: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2],
    halfMm: [Math.abs(a[0] - b[0]) / 2, Math.abs(a[1] - b[1]) / 2, Math.abs(a[2] - b[2]) / 2],
  }
}

const slackMm = 2
/** A segmentation so much wider than its box is of something else: a vessel, the chest wall. */
const mostWider = 2.5

/**
 * Measures what stands in each box by our own means, on the volume's own pixels; the score is the model's. Where
 * nothing of the box's size can be segmented there, the box itself is drawn: a finding is never lost for that.
 */
export const measureBoxes = async (
  scene: BoxScene,
  boxes: readonly ScoredBox[],
  progress: (fraction: number) => void,
): Promise<MeasuredBoxes> => {
  const candidates: DetectedFinding[] = []
  const byBox = new Set<DetectedFinding>()
  for (const [index, { box, score }] of boxes.entries()) {
    const place = toFrameBox(scene.image, box)
    const segmented = await segmentIn(scene, place)
    const measured = segmented ?? outlineBox(scene.frame, scene.lungs, place)
    progress((index + 1) / boxes.length)
    if (!measured) continue
    const finding = { ...toDetectedFinding(scene.volume, scene.frame, measured), confidence: score }
    if (isInGap(scene.volume, finding.centerMm) || candidates.some(better => isSame(better, finding)))
      continue
    candidates.push(finding)
    if (!segmented) byBox.add(finding)
  }
  return { candidates, byBox }
}

const segmentIn = async ({ reader }: BoxScene, { centreMm, halfMm }: FrameBox) => {
  const measured = await reader.examine({ pointMm: centreMm, halfDepthMm: 0 })
  if (!measured) return undefined
  const isInside = ([0, 1, 2] as const).every(
    axis => Math.abs(measured.centreMm[axis] - centreMm[axis]) <= halfMm[axis] + slackMm,
  )
  const widestMm = 2 * Math.max(...halfMm)
  return isInside && measured.longAxis.lengthMm <= mostWider * widestMm + slackMm ? measured : undefined
}

const leastReachMm = 3

/** Two boxes that were measured to one thing: the centre of one lies in the other. */
const isSame = (a: DetectedFinding, b: DetectedFinding): boolean =>
  distanceMm(a.centerMm, b.centerMm) < Math.max(leastReachMm, Math.min(a.diameterMm, b.diameterMm) / 2)

const distanceMm = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
