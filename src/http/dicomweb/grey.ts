import { type Dataset, numbersOf, textOf } from '../../dicom/dataset.ts'
import { lungWindow } from '../../preprocess/lung-window.ts'
import type { VoiWindow } from './render-parameters.ts'

/** Grey by a VOI function (PS3.3 C.11.2.1.2 and .3), 0 to 255, rounded; MONOCHROME1 turned round. */
export const greyOf = (
  values: ArrayLike<number>,
  rescale: { readonly slope: number; readonly intercept: number },
  window: VoiWindow,
  isInverted: boolean,
): Uint8Array => {
  const share = shareOf(window)
  const grey = new Uint8ClampedArray(values.length)
  for (let at = 0; at < values.length; at++) {
    const part = share(values[at]! * rescale.slope + rescale.intercept)
    grey[at] = 255 * (isInverted ? 1 - part : part)
  }
  return new Uint8Array(grey.buffer)
}

const shareOf = ({ centre, width, shape }: VoiWindow): ((value: number) => number) => {
  if (shape === 'sigmoid') return value => 1 / (1 + Math.exp((-4 * (value - centre)) / width))
  if (shape === 'linear-exact') return value => (value - centre) / width + 0.5
  const span = Math.max(width - 1, Number.EPSILON)
  return value => (value - (centre - 0.5)) / span + 0.5
}

/** The header's first window, the lung window for a CT without one, else the whole range of the values. */
export const defaultWindow = (header: Dataset, lowest: number, highest: number): VoiWindow => {
  const [centre] = numbersOf(header, '00281050') ?? []
  const [width] = numbersOf(header, '00281051') ?? []
  if (centre !== undefined && width !== undefined && width >= 1)
    return { centre, width, shape: shapeOf(header) }
  if (textOf(header, '00080060') === 'CT') return { ...lungWindow, shape: 'linear' }
  return { centre: (lowest + highest) / 2, width: Math.max(highest - lowest, 1), shape: 'linear-exact' }
}

/** VOI LUT Function (0028,1056). */
const shapeOf = (header: Dataset): VoiWindow['shape'] => {
  const name = textOf(header, '00281056')
  if (name === 'SIGMOID') return 'sigmoid'
  return name === 'LINEAR_EXACT' ? 'linear-exact' : 'linear'
}
