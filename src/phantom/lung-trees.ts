import { type Branch, growBranches, towards } from './branching.ts'
import { hilum } from './mediastinum.ts'
import { createRandom, type Random } from './random.ts'
import { type Lobe, lobeAt, type Side, sideAt, type Thorax } from './thorax.ts'
import { createTubeBuilder, type Point, type TubeBuilder, type Tubes } from './tubes.ts'

/** What branches in the lungs, as tubes in mm. */
export interface LungTrees {
  /** Arteries and veins from the hilum to about a centimetre from the pleura. */
  readonly vessels: Tubes
  /** Outer surface and lumen of trachea and bronchi. */
  readonly airwayOuter: Tubes
  readonly airwayLumen: Tubes
}

/** Where a lobe's bronchus and vein enter it. */
interface LobeGate {
  readonly side: Side
  readonly lobe: Lobe
  readonly bronchus: readonly Point[]
  readonly vein: Point
}

const carina: Point = [0, 10, 0]
const rightMain: readonly Point[] = [carina, [-16, 10, -9], [-30, 10, -16]]
const leftMain: readonly Point[] = [carina, [17, 12, -13], [34, 16, -23]]

const gates: readonly LobeGate[] = [
  {
    side: 'right',
    lobe: 'upper',
    bronchus: [
      [-30, 10, -16],
      [-44, 5, -8],
    ],
    vein: [-42, -10, -18],
  },
  {
    side: 'right',
    lobe: 'middle',
    bronchus: [
      [-30, 10, -16],
      [-37, 12, -38],
      [-47, -4, -47],
    ],
    vein: [-44, -14, -42],
  },
  {
    side: 'right',
    lobe: 'lower',
    bronchus: [
      [-37, 12, -38],
      [-42, 24, -54],
    ],
    vein: [-40, 30, -58],
  },
  {
    side: 'left',
    lobe: 'upper',
    bronchus: [
      [34, 16, -23],
      [46, 4, -17],
    ],
    vein: [44, -8, -18],
  },
  {
    side: 'left',
    lobe: 'lower',
    bronchus: [
      [34, 16, -23],
      [42, 28, -42],
    ],
    vein: [42, 34, -54],
  },
]

/** mm between end points: about two arteries a millilitre, veins a little fewer. */
const arteryPitchMm = 8
const veinPitchMm = 9
/** Radii of the smallest vessels (mm) and the growth with the number of end points fed (Murray's law gives 1/3). */
const terminalRadiusMm = 0.45
const radiusExponent = 1 / 2.95
/** Smallest bronchus that is drawn; CT shows none under about 2 mm across. */
const smallestLumenMm = 0.75

/** Grows the trees of both lungs. */
export const growLungTrees = (thorax: Thorax): LungTrees => {
  const random = createRandom(thorax.plan.seed, 'trees')
  const sink: Sink = { vessels: createTubeBuilder(), outer: createTubeBuilder(), lumen: createTubeBuilder() }
  drawBronchus(sink, [[-1, 0, 120], [-2, 1, 60], [-1, 6, 25], carina], [8.6, 8.6, 8.4, 7.6])
  drawBronchus(sink, rightMain, [7, 6.8, 6.4])
  drawBronchus(sink, leftMain, [6.4, 6, 5.6])
  for (const gate of gates) growLobe(thorax, gate, random, sink)
  return { vessels: sink.vessels.build(), airwayOuter: sink.outer.build(), airwayLumen: sink.lumen.build() }
}

interface Sink {
  readonly vessels: TubeBuilder
  readonly outer: TubeBuilder
  readonly lumen: TubeBuilder
}

const wallMm = (lumenMm: number): number => 0.28 + 0.15 * Math.min(lumenMm, 7)

const drawBronchus = (sink: Sink, points: readonly Point[], radii: readonly number[]): void => {
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [radii[i]!, radii[i + 1]!]
    sink.lumen.add(points[i]!, a, points[i + 1]!, b)
    sink.outer.add(points[i]!, a + wallMm(a), points[i + 1]!, b + wallMm(b))
  }
}

const growLobe = (thorax: Thorax, gate: LobeGate, random: Random, sink: Sink): void => {
  const root = gate.bronchus[gate.bronchus.length - 1]!
  const before = gate.bronchus[gate.bronchus.length - 2]!
  const targets = scatterTargets(thorax, gate, arteryPitchMm, random)
  const count = targets.length / 3
  if (count < 2) return
  const branches = growBranches(root, towards(before, root), targets, random)
  const lobarLumen = gate.lobe === 'middle' ? 3.2 : 4.4
  drawBronchus(
    sink,
    gate.bronchus,
    gate.bronchus.map((_, i) => (i === 0 ? lobarLumen + 0.6 : lobarLumen)),
  )
  const lumen = (n: number): number => lobarLumen * (n / count) ** (1 / 2.5)
  drawBranches(branches, lumen, noOffset, (from, a, to, b) => {
    if (b >= smallestLumenMm) drawBronchus(sink, [from, to], [a, b])
  })
  const artery = (n: number): number => terminalRadiusMm * n ** radiusExponent
  const beside = (direction: Point, n: number): Point =>
    besideBronchus(gate.side, direction, lumen(n) + wallMm(lumen(n)) + artery(n) + 0.2)
  const stem = shift(root, beside(towards(before, root), count))
  drawCurve(
    hilum[gate.side].artery,
    towards(hilum[gate.side].artery, stem),
    stem,
    artery(count) * 1.25,
    artery(count),
    sink.vessels.add,
  )
  drawBranches(branches, artery, beside, sink.vessels.add)
  growVeins(thorax, gate, random, sink)
}

const growVeins = (thorax: Thorax, gate: LobeGate, random: Random, sink: Sink): void => {
  const targets = scatterTargets(thorax, gate, veinPitchMm, random)
  const count = targets.length / 3
  if (count < 2) return
  const radius = (n: number): number => terminalRadiusMm * n ** radiusExponent
  const trunk = gate.lobe === 'lower' ? hilum[gate.side].inferiorVein : hilum[gate.side].superiorVein
  const direction = towards(trunk, gate.vein)
  drawCurve(trunk, direction, gate.vein, radius(count) * 1.2, radius(count), sink.vessels.add)
  drawBranches(growBranches(gate.vein, direction, targets, random), radius, noOffset, sink.vessels.add)
}

const noOffset = (): Point => [0, 0, 0]

/** Arteries run above and outside their bronchus: the part of that direction that is across the branch. */
const besideBronchus = (side: Side, direction: Point, distance: number): Point => {
  const wish: Point = [side === 'right' ? -0.6 : 0.6, -0.35, 0.72]
  const along = wish[0] * direction[0] + wish[1] * direction[1] + wish[2] * direction[2]
  const across = towards(
    [0, 0, 0],
    [wish[0] - along * direction[0], wish[1] - along * direction[1], wish[2] - along * direction[2]],
  )
  return [across[0] * distance, across[1] * distance, across[2] * distance]
}

const shift = (p: Point, by: Point): Point => [p[0] + by[0], p[1] + by[1], p[2] + by[2]]

/** End points in a lobe: a jittered grid, so that no region is left empty. xyz triplets in mm. */
const scatterTargets = (thorax: Thorax, gate: LobeGate, pitch: number, random: Random): Float64Array => {
  const found: number[] = []
  for (let z = -190; z < 92; z += pitch)
    for (let y = -105; y < 105; y += pitch)
      for (let x = -140; x < 140; x += pitch) {
        const [px, py, pz] = [x, y, z].map(v => v + random.between(-0.5, 0.5) * pitch) as [
          number,
          number,
          number,
        ]
        if (sideAt(px) !== gate.side || thorax.lung(px, py, pz) > -2.5) continue
        if (lobeAt(thorax, px, py, pz) !== gate.lobe) continue
        const fissures = Math.min(
          Math.abs(thorax.oblique(px, py, pz)),
          Math.abs(thorax.horizontal(px, py, pz)),
        )
        if (fissures > 2.5) found.push(px, py, pz)
      }
  return Float64Array.from(found)
}

type AddTube = TubeBuilder['add']

/** Draws every branch as a curve that leaves in its parent's direction. `radius` is by end points fed. */
const drawBranches = (
  branches: readonly Branch[],
  radius: (terminals: number) => number,
  offset: (direction: Point, terminals: number) => Point,
  add: AddTube,
): void => {
  for (const branch of branches) {
    const parent = branches[branch.parent]
    const own = radius(branch.terminals)
    const from = parent ? offset(branch.arrival, parent.terminals) : offset(branch.arrival, branch.terminals)
    const to = offset(towards(branch.start, branch.end), branch.terminals)
    drawCurve(shift(branch.start, from), branch.arrival, shift(branch.end, to), own * 1.06, own * 0.94, add)
  }
}

/** A quadratic curve in pieces of about 4 mm that sets out along `arrival`. */
const drawCurve = (
  start: Point,
  arrival: Point,
  end: Point,
  fromRadius: number,
  toRadius: number,
  add: AddTube,
): void => {
  const length = Math.hypot(end[0] - start[0], end[1] - start[1], end[2] - start[2])
  const control = shift(start, [
    arrival[0] * 0.33 * length,
    arrival[1] * 0.33 * length,
    arrival[2] * 0.33 * length,
  ])
  const pieces = Math.min(6, Math.max(1, Math.round(length / 4)))
  let [before, beforeRadius] = [start, fromRadius]
  for (let i = 1; i <= pieces; i++) {
    const t = i / pieces
    const [p, q, r] = [(1 - t) ** 2, 2 * t * (1 - t), t * t]
    const next: Point = [
      p * start[0] + q * control[0] + r * end[0],
      p * start[1] + q * control[1] + r * end[1],
      p * start[2] + q * control[2] + r * end[2],
    ]
    const nextRadius = fromRadius + t * (toRadius - fromRadius)
    add(before, beforeRadius, next, nextRadius)
    ;[before, beforeRadius] = [next, nextRadius]
  }
}
