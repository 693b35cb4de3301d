import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HilumError } from '../../base/errors.ts'
import { DecoderPool } from '../../dicom/decoder-pool.ts'
import { readInstanceFile } from '../../dicom/instance-file.ts'
import { writePart10 } from '../../dicom/part10-write.ts'
import { geometryOfImages } from '../../evaluation/slice-geometry.ts'
import { type Implanted, type ImplantWish, implantNodules } from '../../phantom/implant/implant.ts'
import { implantDataset, implantUids } from '../../phantom/implant/implant-header.ts'
import type { PhantomTruth } from '../../phantom/nodule-truth.ts'
import type { WrittenPhantom } from '../../phantom/write-phantom.ts'
import type { Volume } from '../../preprocess/volume.ts'
import { prepareVolume } from '../../preprocess/volume-build.ts'
import { findCases } from './find-cases.ts'
import { type FileInstance, readFiles } from './read-files.ts'

/** What `hilum phantom --implant` is asked for. */
export interface ImplantRequest extends Omit<ImplantWish, 'thicknessMm' | 'keepOff'> {
  /** A folder of a real chest CT. */
  readonly series: string
  readonly out: string
  readonly threads: number
  readonly signal: AbortSignal
  tell(line: string): void
}

/** Millimetres around one of the series' own nodules in which a finding is ignored. */
const ownMarginMm = 3

/**
 * Lays nodules into a real series and writes it as another, with the truth of the implants beside it. What a truth beside
 * the original knows of is ignored there.
 * @throws PHANTOM_SERIES_UNSUITABLE, PHANTOM_NO_ROOM, PROCESS_NOTHING_READABLE, what preprocess throws
 */
export const implantSeries = async (request: ImplantRequest): Promise<WrittenPhantom> => {
  const { images } = await readFiles([request.series], request.signal)
  const volume = await volumeOf(images, request)
  const bySop = new Map(images.map(image => [image.facts.sopInstanceUid as string, image]))
  const ofSeries = images.filter(image => image.facts.seriesInstanceUid === volume.seriesInstanceUid)
  refuseUneven(volume, ofSeries)
  const ignore = await ownPlaces(request.series, ofSeries)
  const thicknessMm = ofSeries[0]!.facts.sliceThicknessMm ?? volume.spacingMm.slice
  const { seed, nodules, diametersMm, margin } = request
  const implanted = implantNodules(volume, {
    seed,
    nodules,
    diametersMm,
    margin,
    thicknessMm,
    keepOff: ignore,
  })
  tellOutcome(implanted, ignore.length, request)
  const uids = implantUids(
    volume.seriesInstanceUid,
    JSON.stringify([seed, nodules, diametersMm, margin, ignore]),
  )
  const truth: PhantomTruth = {
    seed,
    seriesInstanceUid: uids.series,
    nodules: implanted.nodules,
    ignore,
  }
  await mkdir(request.out, { recursive: true })
  const { rows, columns } = volume.shape
  let bytes = 0
  for (const [index, { sopInstanceUid }] of volume.slices.entries()) {
    if (request.signal.aborted) throw new HilumError('BASE_CANCELLED', 'while slices were written')
    const { header } = readInstanceFile(bySop.get(sopInstanceUid)!.path)
    const hu = implanted.hu.subarray(index * rows * columns, (index + 1) * rows * columns)
    const file = writePart10(implantDataset(header, uids, { seed, sopInstanceUid, hu }))
    await writeFile(join(request.out, `slice-${String(index + 1).padStart(3, '0')}.dcm`), file)
    bytes += file.length
  }
  await writeFile(join(request.out, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`)
  return { folder: request.out, files: volume.slices.length, bytes, truth }
}

const volumeOf = async (
  images: readonly FileInstance[],
  { series, threads, signal }: ImplantRequest,
): Promise<Volume> => {
  if (images.length === 0) throw new HilumError('PROCESS_NOTHING_READABLE', `no DICOM image in ${series}`)
  const paths = new Map(images.map(image => [image.facts.digest, image.path]))
  const pool = new DecoderPool({ threads })
  try {
    const ports = {
      readBytes: (digest: string) => readFile(paths.get(digest)!),
      pool,
      signal,
      progress: () => undefined,
    }
    return (
      await prepareVolume(
        images.map(image => image.facts),
        ports,
      )
    ).volume
  } finally {
    await pool.close()
  }
}

/** Slices must be the volume's as they are, so that what is changed in the one is changed in the other. */
const refuseUneven = (volume: Volume, images: readonly FileInstance[]): void => {
  const { slices, rows, columns } = volume.shape
  const isAsStored =
    volume.gaps.length === 0 &&
    new Set(volume.slices.map(slice => slice.sopInstanceUid)).size === slices &&
    volume.slices.every(slice => slice.frameNumber === undefined) &&
    images.every(({ facts }) => facts.rows === rows && facts.columns === columns)
  if (!isAsStored)
    throw new HilumError('PHANTOM_SERIES_UNSUITABLE', 'it is tilted, uneven, multi-frame or has gaps')
}

/** Nodules and other marks that a truth beside the series knows of. */
const ownPlaces = async (
  folder: string,
  images: readonly FileInstance[],
): Promise<PhantomTruth['ignore']> => {
  const [own] = (await findCases(folder)).cases
  if (!own) return []
  const { nodules, ignore } = own.truth.place(geometryOfImages(images.map(image => image.facts)))
  return [
    ...nodules.map(({ centerLpsMm, diameterMm }) => ({
      centerLpsMm,
      radiusMm: Math.round((diameterMm / 2 + ownMarginMm) * 100) / 100,
      kind: 'own nodule',
    })),
    ...ignore,
  ]
}

const tellOutcome = ({ scanner, left }: Implanted, ignored: number, { tell }: ImplantRequest): void => {
  tell(
    `implant: blur ${scanner.blurMm.toFixed(2)} mm, noise ${scanner.noiseHu.toFixed(0)} HU as in the series`,
  )
  if (ignored > 0) tell(`implant: ${ignored} places of its own truth are ignored`)
  if (left > 0) tell(`implant: ${left} nodules found no room`)
}
