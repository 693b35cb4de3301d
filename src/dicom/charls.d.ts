/** What we use of the CharLS build, which ships no types. */
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  interface JpegLsDecoder {
    getEncodedBuffer(length: number): Uint8Array
    decode(): void
    getDecodedBuffer(): Uint8Array
    delete(): void
  }
  const load: (options: { print(): void; printErr(): void }) => Promise<{
    readonly JpegLSDecoder: new () => JpegLsDecoder
  }>
  export default load
}
