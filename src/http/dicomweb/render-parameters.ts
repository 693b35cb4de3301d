import { HilumError } from '../../base/errors.ts'

/** A linear or sigmoid VOI function (PS3.3 C.11.2.1). Centre and width are modality values, HU for CT. */
export interface VoiWindow {
  readonly centre: number
  readonly width: number
  readonly shape: 'linear' | 'linear-exact' | 'sigmoid'
}

/** What a client asks of a picture (PS3.18 8.3.5); annotation and ICC profile are not offered, and ignored. */
export interface RenderParameters {
  readonly window?: VoiWindow
  /** Pixels that the picture must fit into. */
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Of a JPEG, 1 to 100. */
  readonly quality: number
}

const maxSide = 4096

/** Reads them. @throws DICOMWEB_BAD_QUERY */
export const parseRenderParameters = (query: (name: string) => string | undefined): RenderParameters => {
  const window = query('window')
  const viewport = query('viewport')
  const quality = query('quality') ?? '90'
  if (!/^\d{1,3}$/.test(quality) || Number(quality) < 1 || Number(quality) > 100)
    throw bad('quality is 1 to 100')
  return {
    quality: Number(quality),
    ...(window === undefined ? {} : { window: parseWindow(window) }),
    ...(viewport === undefined ? {} : { viewport: parseViewport(viewport) }),
  }
}

const parseWindow = (text: string): VoiWindow => {
  const [centre, width, shape = 'linear', ...rest] = text.toLowerCase().split(',')
  const isShape = shape === 'linear' || shape === 'linear-exact' || shape === 'sigmoid'
  const [c, w] = [centre, width].map(part =>
    /^-?\d{1,9}(\.\d{1,9})?$/.test(part ?? '') ? Number(part) : Number.NaN,
  )
  if (rest.length > 0 || !isShape || !Number.isFinite(c) || !Number.isFinite(w) || w! <= 0) {
    throw bad('window is centre,width and linear, linear-exact or sigmoid')
  }
  if (shape === 'linear' && w! < 1) throw bad('a linear window is 1 wide at least')
  return { centre: c!, width: w!, shape }
}

/** The picture's size; the region of the image that may follow is not offered. */
const parseViewport = (text: string): { width: number; height: number } => {
  const [width, height, ...region] = text.split(',').map(part => (/^\d{1,5}$/.test(part) ? Number(part) : 0))
  const isSized = width! >= 1 && height! >= 1 && width! <= maxSide && height! <= maxSide
  if (!isSized || region.length > 0) throw bad(`viewport is width,height up to ${maxSide}`)
  return { width: width!, height: height! }
}

const bad = (detail: string): HilumError => new HilumError('DICOMWEB_BAD_QUERY', detail)
