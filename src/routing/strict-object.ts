import { z } from 'zod'
import { didYouMean } from './nearest-word.ts'

/** An object of exactly these keys; a key that is none of them is answered with the nearest that is. */
export const strictObject = <Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => `unknown key ${key}${didYouMean(key, Object.keys(shape))}`).join('; ')
        : undefined,
  })

/** One of these words; another is answered with the nearest. `what` names them. */
export const oneWordOf = <const Words extends readonly [string, ...string[]]>(what: string, words: Words) =>
  z.enum(words, {
    error: issue =>
      `${what} is one of ${words.join(', ')}${typeof issue.input === 'string' ? didYouMean(issue.input, words) : ''}`,
  })
