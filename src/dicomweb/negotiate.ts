import { HilumError } from '../base/errors.ts'
import { type PixelCodec, transferSyntaxOf } from '../dicom/transfer-syntax.ts'
import { type MediaType, matchesType } from './media-type.ts'

/** How an answer is framed: parts of a multipart body, or one thing alone. */
export type Framing = 'multipart' | 'single'

const explicitLittleEndian = '1.2.840.10008.1.2.1'

/** Media types of encoded frames (PS3.18 Table 8.7.3-5). */
const frameTypes: Readonly<Partial<Record<PixelCodec, string>>> = {
  rle: 'image/dicom-rle',
  jpeg: 'image/jpeg',
  'jpeg-lossless': 'image/jpeg',
  'jpeg-ls': 'image/jls',
  'jpeg-2000': 'image/jp2',
  htj2k: 'image/jphc',
}

/** The media type that one frame of a transfer syntax is sent as. */
export const frameMediaType = (transferSyntaxUid: string): string =>
  frameTypes[transferSyntaxOf(transferSyntaxUid).codec] ?? 'application/octet-stream'

/**
 * How instances are sent, as they are stored: nothing is transcoded. A client that names no transfer syntax gets
 * uncompressed little endian ones (PS3.18 8.7.3 says Explicit VR; a stored Implicit VR object is sent as it is, since
 * every reader of files takes it); one that accepts anything at all gets anything. @throws DICOMWEB_NOT_ACCEPTABLE
 */
export const negotiateInstances = (
  accepted: readonly MediaType[],
  storedSyntaxes: ReadonlySet<string>,
  isOneInstance: boolean,
): Framing => {
  for (const member of accepted) {
    const framing = instanceFraming(member)
    if (framing === undefined || (framing === 'single' && !isOneInstance)) continue
    const wanted = member.type === '*/*' ? '*' : member.parameters.get('transfer-syntax')
    if ([...storedSyntaxes].every(stored => isSyntaxWanted(wanted, stored))) return framing
  }
  throw notAcceptable('the instances are stored in another transfer syntax: ask for transfer-syntax=*')
}

const instanceFraming = ({ type, parameters }: MediaType): Framing | undefined => {
  if (type === 'application/dicom') return 'single'
  if (!matchesType(type, 'multipart/related')) return undefined
  return matchesType(parameters.get('type') ?? '*/*', 'application/dicom') ? 'multipart' : undefined
}

const isSyntaxWanted = (wanted: string | undefined, stored: string): boolean => {
  if (wanted === '*' || wanted === stored) return true
  const { codec, isLittleEndian, isDeflated } = transferSyntaxOf(stored)
  const isPlain = codec === 'native' && isLittleEndian && !isDeflated
  return isPlain && (wanted === undefined || wanted === explicitLittleEndian)
}

/**
 * How frames are sent: native ones as little endian octets, encoded ones in their own media type, which a client gets
 * that asks for it, for transfer-syntax=* or for anything. @throws DICOMWEB_NOT_ACCEPTABLE
 */
export const negotiateFrames = (
  accepted: readonly MediaType[],
  transferSyntaxUid: string,
  isOneFrame: boolean,
): Framing => {
  const sent = frameMediaType(transferSyntaxUid)
  const isNative = transferSyntaxOf(transferSyntaxUid).codec === 'native'
  for (const { type, parameters } of accepted) {
    const isMultipart = matchesType(type, 'multipart/related')
    const wanted = isMultipart && type !== '*/*' ? (parameters.get('type') ?? '*/*') : type
    if (!isMultipart && !(isOneFrame && matchesType(type, sent))) continue
    const syntax = parameters.get('transfer-syntax')
    const isAnySyntax = syntax === '*' || wanted === '*/*'
    const isTypeWanted = matchesType(wanted, sent) || (isAnySyntax && wanted === 'application/octet-stream')
    const isSyntaxRight = isNative
      ? isAnySyntax || syntax === undefined || syntax === explicitLittleEndian || syntax === transferSyntaxUid
      : isAnySyntax || syntax === transferSyntaxUid || (syntax === undefined && sent.startsWith('image/'))
    if (isTypeWanted && isSyntaxRight) return isMultipart ? 'multipart' : 'single'
  }
  throw notAcceptable(`the frames are stored as ${sent}: ask for transfer-syntax=*`)
}

/** How one bulk value is sent, as octets. @throws DICOMWEB_NOT_ACCEPTABLE */
export const negotiateBulk = (accepted: readonly MediaType[]): Framing => {
  for (const { type, parameters } of accepted) {
    const inner = parameters.get('type') ?? '*/*'
    if (matchesType(type, 'multipart/related') && matchesType(inner, 'application/octet-stream'))
      return 'multipart'
    if (matchesType(type, 'application/octet-stream')) return 'single'
  }
  throw notAcceptable('bulk data is application/octet-stream')
}

/** The first of `offered` that the client takes. @throws DICOMWEB_NOT_ACCEPTABLE */
export const negotiateOneOf = <T extends string>(
  accepted: readonly MediaType[],
  offered: readonly T[],
): T => {
  for (const { type } of accepted) {
    const found = offered.find(one => matchesType(type, one))
    if (found !== undefined) return found
  }
  throw notAcceptable(`offered are ${offered.join(', ')}`)
}

const notAcceptable = (detail: string): HilumError => new HilumError('DICOMWEB_NOT_ACCEPTABLE', detail)
