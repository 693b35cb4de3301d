import type { SeriesFacts } from './series-facts.ts'

type KernelClass = NonNullable<SeriesFacts['kernelClass']>

/** GE names and Philips letters that have a class; Philips Y-kernels (YA, YB...) are sharp. */
const named: Readonly<Record<string, KernelClass>> = {
  SOFT: 'soft',
  STANDARD: 'medium',
  STND: 'medium',
  DETAIL: 'medium',
  CHEST: 'medium',
  LUNG: 'sharp',
  BONE: 'sharp',
  BONEPLUS: 'sharp',
  EDGE: 'sharp',
  ULTRA: 'sharp',
  A: 'soft',
  B: 'soft',
  C: 'medium',
  D: 'sharp',
  E: 'sharp',
  L: 'sharp',
}

/**
 * The class of a Convolution Kernel (0018,1210), undefined if unknown: its values are each maker's own. GE and Philips
 * by name; Siemens by number (B30f, I31f\3, Br40d, Bl57d: under 40 soft, under 50 medium); Canon by FC range (FC01 to
 * FC19 body, FC30 and FC80 on bone, FC50 to FC59 lung).
 */
export const kernelClassOf = (kernel: string): KernelClass | undefined => {
  const text = kernel.split('\\')[0]!.trim().toUpperCase()
  const canon = /^FC(\d\d)/.exec(text)
  if (canon) return canonClass(Number(canon[1]))
  const siemens = /^[BIJHQSTU][A-Z]?(\d\d)/.exec(text)
  if (siemens) return siemensClass(Number(siemens[1]))
  if (/^Y[A-Z]$/.test(text)) return 'sharp'
  return named[text]
}

const siemensClass = (sharpness: number): KernelClass =>
  sharpness < 40 ? 'soft' : sharpness < 50 ? 'medium' : 'sharp'

const canonClass = (number: number): KernelClass | undefined => {
  if (number < 10) return 'soft'
  if (number < 20) return number < 15 ? 'soft' : 'medium'
  if (number >= 30) return number >= 40 && number < 50 ? 'medium' : 'sharp'
  return undefined
}
