import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeliveryTarget } from '../../src/delivery/target.ts'
import type { OutputObject } from '../../src/reporting/output-object.ts'
import { alterResult, makeResult } from '../support/sent-result.ts'

/** A target for the suite. */
export interface TargetUnderTest {
  readonly target: DeliveryTarget
  /** The object as the target holds it, undefined if it does not. */
  holds(object: OutputObject): Promise<boolean>
  /** Puts an object where the target would have it, before it is delivered: for `held` that is reporting's work. */
  prepare(object: OutputObject): Promise<void>
  /** The same kind on a port where nothing listens; absent where there is no port. */
  readonly unreachable?: DeliveryTarget
  /** What it says of a target that is away. Default `PACS_UNAVAILABLE`. */
  readonly unavailableCode?: string
  close(): Promise<void>
}

const signal = new AbortController().signal
const series = (value: string) => ({ '00080070': { vr: 'LO', Value: [value] } })
const otherTree = { '0040A491': { vr: 'CS', Value: ['PARTIAL'] } }

/** What every target must do; what it holds is asked for only of those that hold objects. */
export const describeDeliveryTarget = (
  name: string,
  open: () => Promise<TargetUnderTest>,
  { holdsObjects = true }: { readonly holdsObjects?: boolean } = {},
): void => {
  describe(`the target ${name}`, () => {
    let under: TargetUnderTest

    beforeAll(async () => {
      under = await open()
    })
    afterAll(async () => under?.close())

    it('says that it is reachable', async () => {
      expect(await under.target.probe(signal)).toMatchObject({ isReachable: true })
    })

    it('delivers an object, and then it is there', async () => {
      const object = await makeResult(`${name} first`)
      await under.prepare(object)
      expect(await under.target.deliver(object, signal)).toEqual({ kind: 'delivered', warnings: [] })
      expect(await under.holds(object)).toBe(true)
    })

    it('delivers the same object again without harm', async () => {
      const object = await makeResult(`${name} twice`)
      await under.prepare(object)
      await under.target.deliver(object, signal)
      expect(await under.target.deliver(object, signal)).toEqual({ kind: 'delivered', warnings: [] })
    })

    const whereHeld = holdsObjects ? it : (): void => undefined

    whereHeld('does not take another content under its UID for delivered', async () => {
      const object = await makeResult(`${name} other`)
      const other = alterResult(object, otherTree)
      await under.prepare(other)
      if (!(await under.holds(other))) await under.target.deliver(other, signal)
      const outcome = await under.target.deliver(object, signal)
      expect(outcome).toMatchObject({ kind: 'refused', code: 'DELIVERY_CONTENT_DIFFERS' })
    })

    whereHeld('records header attributes that the target changed as warnings', async () => {
      const object = await makeResult(`${name} coerced`)
      const coerced = alterResult(object, series('Somebody else'))
      await under.prepare(coerced)
      if (!(await under.holds(coerced))) await under.target.deliver(coerced, signal)
      const outcome = await under.target.deliver(object, signal)
      expect(outcome.kind).toBe('delivered')
      expect(outcome.kind === 'delivered' && outcome.warnings.join()).toMatch(/B000/)
    })

    it('names no patient and no UID in what it says', async () => {
      const object = await makeResult(`${name} silent`)
      const other = alterResult(object, otherTree)
      await under.prepare(other)
      if (!(await under.holds(other))) await under.target.deliver(other, signal)
      const said = JSON.stringify(await under.target.deliver(object, signal))
      expect(said).not.toMatch(/2\.25\.\d{10}/)
      expect(said).not.toContain(object.sopInstanceUid)
    })

    it('stops when it is told to', async () => {
      if (!under.unreachable) return
      const object = await makeResult(`${name} stopped`)
      await expect(under.target.deliver(object, AbortSignal.abort())).rejects.toMatchObject({
        code: 'BASE_CANCELLED',
      })
    })

    it('is unavailable, not refused, where nothing listens', async () => {
      if (!under.unreachable) return
      const object = await makeResult(`${name} away`)
      expect(await under.unreachable.deliver(object, signal)).toMatchObject({
        kind: 'unavailable',
        code: under.unavailableCode ?? 'PACS_UNAVAILABLE',
      })
      expect(await under.unreachable.probe(signal)).toMatchObject({ isReachable: false })
    })
  })
}
