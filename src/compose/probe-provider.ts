import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { Clock } from '../base/clock.ts'
import { HilumError } from '../base/errors.ts'
import { silentLog } from '../base/log.ts'
import type { HilumConfig } from '../config/schema.ts'
import type { ClearedPart, MessagePart, ModelReply, Relay } from '../inference/relay/relay.ts'
import type { OpenDatabase } from '../storage/database.ts'
import { composeRelay } from './relay.ts'

/** What a provider made of a batch: how many discs it found of those that were drawn, how fast, at what cost. */
export interface ProbeResult {
  readonly pictures: number
  readonly found: number
  readonly reply: ModelReply
}

/** What a provider is tried on. */
export interface ProbeInput {
  readonly config: Pick<HilumConfig, 'providers' | 'relay'>
  readonly database: Pick<OpenDatabase, 'db' | 'sql'>
  readonly clock: Clock
  readonly signal: AbortSignal
}

const sizePx = 512
const nearPx = 40

/** Where the disc of each drawn slice is, px. */
const discs = [
  [150, 250],
  [360, 200],
  [170, 330],
  [340, 300],
  [140, 200],
] as const

const answerSchema = {
  type: 'object',
  properties: {
    discs: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          image: { type: 'integer', minimum: 1, maximum: discs.length },
          x: { type: 'number', minimum: 0, maximum: sizePx },
          y: { type: 'number', minimum: 0, maximum: sizePx },
        },
        required: ['image', 'x', 'y'],
        additionalProperties: false,
      },
    },
  },
  required: ['discs'],
  additionalProperties: false,
}

const instructions =
  'Each image is a drawing of 512 x 512 pixels: a grey body, two dark ellipses in it, one bright disc in one of them. ' +
  'Answer the centre of each bright disc in pixels from the upper left corner, with the number of its image from 1.'

const drawSlice = async ([x, y]: readonly [number, number]): Promise<MessagePart> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${sizePx}" height="${sizePx}">
    <rect width="100%" height="100%" fill="#000"/><ellipse cx="256" cy="256" rx="230" ry="170" fill="#888"/>
    <ellipse cx="155" cy="260" rx="75" ry="120" fill="#181818"/><ellipse cx="357" cy="260" rx="75" ry="120" fill="#181818"/>
    <circle cx="${x}" cy="${y}" r="12" fill="#eee"/></svg>`
  const bytes = await sharp(Buffer.from(svg)).greyscale().png().toBuffer()
  return { kind: 'image', mediaType: 'image/png', bytes }
}

/** Drawn by us, of nobody: there is nothing in it for the PHI firewall to look at. */
export const ofNobody = (part: MessagePart): ClearedPart => part as ClearedPart

const probeNote: MessagePart = {
  kind: 'text',
  text: 'This drawing is told in words: image 1 has a bright disc at x 150, y 250.',
}

/**
 * Sends a drawn slice, then a batch of five, to a real provider, as any other call: limits, budgets, intent and cost are
 * recorded. A provider without vision gets one text. @throws RELAY_PROVIDER_UNKNOWN and what the relay throws
 */
export const probeProvider = async (input: ProbeInput, name: string): Promise<readonly ProbeResult[]> => {
  const provider = input.config.providers.find(one => one.name === name)
  if (!provider) throw new HilumError('RELAY_PROVIDER_UNKNOWN', `no provider is named ${name}`)
  const relay = composeRelay(input.config, input.database, input.clock, silentLog)!
  try {
    if (!provider.vision) return [await probeWith(relay, name, [probeNote], input.signal)]
    const pictures = await Promise.all(discs.map(drawSlice))
    const one = await probeWith(relay, name, pictures.slice(0, 1), input.signal)
    return [one, await probeWith(relay, name, pictures, input.signal)]
  } finally {
    await relay.close()
  }
}

const probeWith = async (
  relay: Relay,
  name: string,
  parts: readonly MessagePart[],
  signal: AbortSignal,
): Promise<ProbeResult> => {
  const isPicture = parts[0]?.kind === 'image'
  const reply = await relay.ask(
    {
      // Never the same twice: an answer of before would be given again without a call.
      workitemId: `doctor-${randomUUID()}`,
      providers: [name],
      dataClass: isPicture ? 'pixels' : 'note',
      instructions,
      parts: parts.map(ofNobody),
      answerSchema,
      maxTokens: 1000,
    },
    signal,
  )
  const told = (reply.answer as { readonly discs: readonly ToldDisc[] }).discs
  const found = parts.filter((_, index) => told.some(disc => isNear(disc, index))).length
  return { pictures: parts.length, found, reply }
}

interface ToldDisc {
  readonly image: number
  readonly x: number
  readonly y: number
}

const isNear = ({ image, x, y }: ToldDisc, index: number): boolean => {
  const [rightX, rightY] = discs[index]!
  return image === index + 1 && Math.hypot(x - rightX, y - rightY) <= nearPx
}
