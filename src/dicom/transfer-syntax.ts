/** How a transfer syntax encodes its data set and its pixels (PS3.5 A). */
export interface TransferSyntax {
  readonly uid: string
  readonly isExplicit: boolean
  readonly isLittleEndian: boolean
  readonly isDeflated: boolean
  /** native: pixels as they are. The others are encapsulated. */
  readonly codec: PixelCodec
  /** The decoded pixels are the stored ones, bit by bit. */
  readonly isLossless: boolean
}

/** The family of a pixel encoding. `other`: encapsulated, and nothing here decodes it (video, for one). */
export type PixelCodec =
  | 'native'
  | 'rle'
  | 'jpeg'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k'
  | 'other'

export const implicitLittleEndian = '1.2.840.10008.1.2'
export const explicitLittleEndian = '1.2.840.10008.1.2.1'
export const explicitBigEndian = '1.2.840.10008.1.2.2'
export const deflatedLittleEndian = '1.2.840.10008.1.2.1.99'

const codecs: Readonly<Record<string, readonly [PixelCodec, boolean]>> = {
  '1.2.840.10008.1.2.5': ['rle', true],
  '1.2.840.10008.1.2.4.50': ['jpeg', false],
  '1.2.840.10008.1.2.4.51': ['jpeg', false],
  '1.2.840.10008.1.2.4.53': ['jpeg', false],
  '1.2.840.10008.1.2.4.55': ['jpeg', false],
  '1.2.840.10008.1.2.4.57': ['jpeg-lossless', true],
  '1.2.840.10008.1.2.4.70': ['jpeg-lossless', true],
  '1.2.840.10008.1.2.4.80': ['jpeg-ls', true],
  '1.2.840.10008.1.2.4.81': ['jpeg-ls', false],
  '1.2.840.10008.1.2.4.90': ['jpeg-2000', true],
  '1.2.840.10008.1.2.4.91': ['jpeg-2000', false],
  '1.2.840.10008.1.2.4.201': ['htj2k', true],
  '1.2.840.10008.1.2.4.202': ['htj2k', true],
  '1.2.840.10008.1.2.4.203': ['htj2k', false],
}

/** What a Transfer Syntax UID says. An unknown one is explicit little endian and encapsulated (PS3.5 10.1, A.4). */
export const transferSyntaxOf = (uid: string): TransferSyntax => {
  const isNative = [
    implicitLittleEndian,
    explicitLittleEndian,
    explicitBigEndian,
    deflatedLittleEndian,
  ].includes(uid)
  const [codec, isLossless] = isNative ? (['native', true] as const) : (codecs[uid] ?? ['other', false])
  return {
    uid,
    isExplicit: uid !== implicitLittleEndian,
    isLittleEndian: uid !== explicitBigEndian,
    isDeflated: uid === deflatedLittleEndian,
    codec,
    isLossless,
  }
}
