import sharp from 'sharp'

/** What a loopback model is asked: our label texts and pictures, in order. */
export interface AskedPicture {
  readonly label: string
  readonly png: Uint8Array
}

interface SeenBlob {
  readonly x: number
  readonly y: number
  readonly pixels: number
}

const brightAbove = 180
const largestBlobPixels = 6000
const smallestBlobPixels = 12

/** Bright parts of a 512 by 512 picture that stand free: not the chest wall, not the label in the corner. */
const seeBlobs = async (png: Uint8Array): Promise<SeenBlob[]> => {
  const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const isSeen = new Uint8Array(width * height)
  const blobs: SeenBlob[] = []
  for (let start = 0; start < data.length; start++) {
    if (isSeen[start] || data[start]! < brightAbove) continue
    const stack = [start]
    isSeen[start] = 1
    let [pixels, sumX, sumY] = [0, 0, 0]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)]
      pixels++
      sumX += x
      sumY += y
      for (const next of [x > 0 ? at - 1 : at, x < width - 1 ? at + 1 : at, at - width, at + width]) {
        if (next < 0 || next >= data.length || isSeen[next] || data[next]! < brightAbove) continue
        isSeen[next] = 1
        stack.push(next)
      }
    }
    blobs.push({ x: sumX / pixels, y: sumY / pixels, pixels })
  }
  return blobs.filter(
    ({ x, y, pixels }) => pixels >= smallestBlobPixels && pixels <= largestBlobPixels && !(x < 80 && y < 30),
  )
}

/** A model that really looks: each free bright spot of each picture, as `findings` of the answer. */
export const seeSpots = async (pictures: readonly AskedPicture[]): Promise<object[]> => {
  const findings: object[] = []
  for (const { label, png } of pictures) {
    for (const { x, y, pixels } of await seeBlobs(png)) {
      findings.push({
        slice: label,
        x: Math.round(((x + 0.5) / 512) * 1000),
        y: Math.round(((y + 0.5) / 512) * 1000),
        diameter_px: Math.round(2 * Math.sqrt(pixels / Math.PI)),
        kind: 'solid',
        confidence: 0.6,
        description: 'bright spot',
        recommendation: 'follow_up',
      })
    }
  }
  return findings
}
