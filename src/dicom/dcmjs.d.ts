/** What we use of dcmjs, which ships no types. */
declare module 'dcmjs' {
  interface DictionaryEntry {
    readonly tag: string
    readonly vr: string
    readonly vm: string
    readonly name: string
  }
  interface Logger {
    setLevel(level: string): void
    getLoggers?(): Readonly<Record<string, Logger>>
  }
  class DicomDict {
    constructor(meta: Record<string, unknown>)
    meta: Record<string, unknown>
    dict: Record<string, unknown>
    write(options?: { allowInvalidVRLength?: boolean }): ArrayBuffer
  }
  const dcmjs: {
    readonly data: {
      readonly DicomDict: typeof DicomDict
      readonly DicomMessage: {
        readFile(bytes: ArrayBuffer): { readonly dict: Record<string, unknown> }
      }
      readonly DicomMetaDictionary: {
        readonly dictionary: Readonly<Record<string, DictionaryEntry | undefined>>
        readonly nameMap: Readonly<Record<string, DictionaryEntry | undefined>>
        naturalizeDataset(dataset: unknown): Record<string, unknown>
        denaturalizeDataset(dataset: unknown): Record<string, unknown>
      }
    }
    readonly log: Logger
  }
  export default dcmjs
}
