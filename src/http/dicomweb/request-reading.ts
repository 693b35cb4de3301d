import type { Context } from 'hono'
import { HilumError } from '../../base/errors.ts'
import { isValidUid } from '../../dicom/uid.ts'
import { type MediaType, matchesType, parseAccept } from '../../dicomweb/media-type.ts'

const anything: MediaType = { type: '*/*', parameters: new Map() }

/** What the client takes, the most wanted first: the `accept` parameter before the header (PS3.18 8.7.8.1), or anything. */
export const acceptedTypes = (context: Context): readonly MediaType[] => {
  // A `+` is a space in a query; nobody encodes the one of `dicom+json`.
  const parameter = context.req.query('accept')?.replaceAll(' ', '+')
  const header = context.req.header('accept')
  const accepted = [...(parameter ? parseAccept(parameter) : []), ...(header ? parseAccept(header) : [])]
  return parameter || header ? accepted : [anything]
}

/** For answers that are DICOM JSON only. `application/json` is what many clients mean. @throws DICOMWEB_NOT_ACCEPTABLE */
export const checkAcceptsJson = (context: Context): void => {
  const isOffered = acceptedTypes(context).some(
    ({ type }) => matchesType(type, 'application/dicom+json') || matchesType(type, 'application/json'),
  )
  if (!isOffered) throw new HilumError('DICOMWEB_NOT_ACCEPTABLE', 'the answer is application/dicom+json')
}

/**
 * A UID of the path, undefined where the route has none. Hono decodes parameters, so `..%2f` and `%00` come through as
 * what they mean: anything but a UID is refused. @throws DICOMWEB_BAD_QUERY
 */
export const uidParameter = (context: Context, name: string): string | undefined => {
  const text = context.req.param(name)
  if (text === undefined) return undefined
  if (!isValidUid(text))
    throw new HilumError('DICOMWEB_BAD_QUERY', `the ${name} in the address is not a valid UID`)
  return text
}
