import type { Bench, BenchOptions } from './bench.ts'
import { type BenchRow, type Measured, type Reach, rowOf, timesBetter, under } from './row.ts'
import { hasPeer, type StowReceiver, startHilumReceiver, startOrthancReceiver } from './stow-receiver.ts'
import { sendByStow } from './stow-sender.ts'
import { syntheticSeries } from './synthetic-series.ts'

/** A study of so many slices, sent in so many POSTs at once. */
interface Shape {
  readonly slices: number
  readonly streams: number
  /** How much faster than the peer we have to be. */
  readonly times?: number
}

const shapes: readonly Shape[] = [
  { slices: 300, streams: 1, times: 4 },
  { slices: 300, streams: 4, times: 2 },
  { slices: 600, streams: 1 },
  { slices: 1200, streams: 1 },
]

/** How receiving one study went: ms, and MB of the receiving process. */
interface Receipt {
  readonly wallMs: number
  readonly cpuMs: number
  readonly idleMb: number
  readonly peakMb: number
  /** Of the embedded database. */
  readonly databaseMb: number
}

/** What a receiver did with each shape, a receipt a run. */
type Receipts = ReadonlyMap<Shape, Receipt[]>

const maxPeakMb = 300
const maxGrowthMb = 30

/**
 * STOW-RS of synthetic CTs into `hilum serve --no-workers`, SHA-256 taken and rows committed, and into Orthanc where
 * there is one. Each run starts both anew, one after the other, who is first alternating.
 */
export const stowBench: Bench = {
  name: 'stow',
  about: 'receiving 300, 600 and 1200 slices by STOW-RS: time and memory, against Orthanc',
  run: async options => {
    const ours: Receipts = new Map(shapes.map(shape => [shape, []]))
    const theirs: Receipts = new Map(shapes.map(shape => [shape, []]))
    let peer = 'Orthanc: missing, install orthanc and orthanc-dicomweb'
    const weReceive = () => receiveAll(startHilumReceiver, ours, options)
    const theyReceive = async () => {
      peer = await receiveAll(startOrthancReceiver, theirs, options)
    }
    const sides = hasPeer() ? [weReceive, theyReceive] : [weReceive]
    for (let run = 0; run < options.runs; run++) {
      for (const receive of run % 2 === 0 ? sides : sides.toReversed()) await receive()
    }
    return [...shapes.flatMap(shape => rowsOf(shape, ours, theirs, peer)), growthRow(ours, theirs, peer)]
  },
}

/** One run of one side: every shape into a fresh receiver. Answers its name. */
const receiveAll = async (
  start: () => Promise<StowReceiver>,
  receipts: Receipts,
  { tell }: BenchOptions,
): Promise<string> => {
  const receiver = await start()
  try {
    await sendStudy(receiver, 1, { slices: 20, streams: 1 })
    for (const [index, shape] of shapes.entries()) {
      const receipt = await receive(receiver, index + 2, shape)
      receipts.get(shape)!.push(receipt)
      tell(
        `stow: ${receiver.name}, ${nameOf(shape)}: ${receipt.wallMs.toFixed(0)} ms, peak ${receipt.peakMb.toFixed(0)} MB`,
      )
    }
    return receiver.name
  } finally {
    await receiver.stop()
  }
}

const receive = async (receiver: StowReceiver, seed: number, shape: Shape): Promise<Receipt> => {
  const idleMb = receiver.meter.residentMb()
  const cpuMs = receiver.cpuMs()
  let databaseMb = receiver.databaseMb()
  // Looked at seldom: adding up a database's pages takes it time.
  const sampling = setInterval(() => {
    databaseMb = Math.max(databaseMb, receiver.databaseMb())
  }, 500)
  receiver.meter.resetPeak()
  const begin = performance.now()
  try {
    await sendStudy(receiver, seed, shape)
  } finally {
    clearInterval(sampling)
  }
  const wallMs = performance.now() - begin
  return { wallMs, cpuMs: receiver.cpuMs() - cpuMs, idleMb, peakMb: receiver.meter.peakMb(), databaseMb }
}

const sendStudy = async ({ studiesUrl }: StowReceiver, seed: number, shape: Shape): Promise<void> => {
  const series = syntheticSeries(seed)
  const each = shape.slices / shape.streams
  const streams = Array.from({ length: shape.streams }, (_, index) =>
    sendByStow(studiesUrl, series.slices(index * each, (index + 1) * each)),
  )
  await Promise.all(streams)
}

const nameOf = ({ slices, streams }: Shape): string =>
  `STOW of ${slices} slices${streams > 1 ? ` in ${streams} streams` : ''}`

const rowsOf = (shape: Shape, ours: Receipts, theirs: Receipts, peer: string): readonly BenchRow[] => {
  const row = (what: string, value: (receipt: Receipt) => number, reach?: Reach): BenchRow =>
    rowOf({
      measure: `${nameOf(shape)}, ${what}`,
      peer,
      ours: ours.get(shape)!.map(value),
      theirs: theirs.get(shape)!.map(value),
      ...(reach ? { reach } : {}),
    })
  const database: Measured = {
    measure: `${nameOf(shape)}, embedded PostgreSQL, MB`,
    ours: ours.get(shape)!.map(receipt => receipt.databaseMb),
  }
  return [
    row('ms', receipt => receipt.wallMs, shape.times === undefined ? undefined : timesBetter(shape.times)),
    row('CPU ms', receipt => receipt.cpuMs),
    row('idle before, MB', receipt => receipt.idleMb),
    row('peak, MB', receipt => receipt.peakMb, under(maxPeakMb)),
    rowOf(database),
  ]
}

/** Whether memory follows the study: peak of the largest over peak of the smallest, run by run. */
const growthRow = (ours: Receipts, theirs: Receipts, peer: string): BenchRow => {
  const growth = (receipts: Receipts): readonly number[] => {
    const [least, most] = [receipts.get(shapes[0]!)!, receipts.get(shapes.at(-1)!)!]
    return least.map((receipt, run) => most[run]!.peakMb - receipt.peakMb)
  }
  return {
    ...rowOf({
      measure: 'STOW peak of 1200 slices over that of 300, MB',
      peer,
      ours: growth(ours),
      theirs: growth(theirs),
      reach: under(maxGrowthMb),
    }),
    // A difference near nothing has no ratio.
    ratio: null,
  }
}
