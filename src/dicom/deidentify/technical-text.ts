/**
 * Text attributes without a row in Table E.1-1 that say something of the image and nothing of a person: makers, kernels,
 * codes, coding schemes, segment names. Any other text without a row is removed: stricter than the profile asks for,
 * which lets a comment that a later edition lists leave in the meantime.
 */
export const technicalText: ReadonlySet<string> = new Set(
  `00080070 00081090 00080100 00080102 00080103 00080104 00080119 00080120 00080115 00080112 00081196
   00180024 00180031 00181020 00181160 00181210 00181250 00189005 00281054 00283003 00409210 00181084 00181085
   00541101 00541103 00620005 00620009 00660031 00660036 00700308 00189919`.split(/\s+/),
)

/**
 * Value attributes of SR content items (PS3.3 C.17.3), the Tracking ID of a segment and the text of an annotation: type 1
 * wherever they stand, so a dummy, never nothing.
 */
export const contentValues: ReadonlySet<string> = new Set([
  '0040A120',
  '0040A121',
  '0040A122',
  '0040A160',
  '00620020',
  '00700006',
])

/** Position Reference Indicator and Content Description: type 2 wherever they stand, so empty. */
export const emptiedText: ReadonlySet<string> = new Set(['00201040', '00700081'])

/** UIDs that name a class, a syntax or a scheme and no object: kept whatever they are. */
export const classUids: ReadonlySet<string> = new Set(
  '00080016 00081150 0008010C 00080117 00080118 0008001A 0008001B 00041510 00041512'.split(' '),
)
