import dcmjs from 'dcmjs'

/**
 * dcmjs without its log: it writes values (patient data) to the console, and its child loggers each have a level of
 * their own. Nothing of ours imports 'dcmjs' itself.
 */
const silence = (): typeof dcmjs => {
  dcmjs.log.setLevel('silent')
  for (const child of Object.values(dcmjs.log.getLoggers?.() ?? {})) child.setLevel('silent')
  return dcmjs
}

export const quietDcmjs = silence()
