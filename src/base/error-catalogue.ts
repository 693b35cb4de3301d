import type { CatalogueEntry } from './errors.ts'

/** Every code that Hilum can answer with. The README's table is checked against it, both ways. Sorted by room. */
export const catalogue = {
  BASE_UNEXPECTED: {
    class: 'transient',
    status: 500,
    operator: 'A fault of Hilum: see the log by request or job id, and report it.',
  },
  BASE_CANCELLED: {
    class: 'transient',
    status: 503,
    operator: 'The work was stopped (shutdown or cancel). It resumes by itself unless it was cancelled.',
  },

  CONFIG_INVALID: {
    class: 'permanent',
    status: 500,
    operator: 'Correct the keys that the message names in hilum.yaml or the environment.',
  },

  DICOM_UNPARSABLE: {
    class: 'permanent',
    status: 400,
    operator: 'The object is not a readable DICOM Part 10 file. Send it again from the source.',
  },
  DICOM_TOO_DEEP: {
    class: 'permanent',
    status: 400,
    operator: 'Sequences are nested deeper than 32 levels: not a real object.',
  },
  DICOM_TOO_MANY_ELEMENTS: {
    class: 'permanent',
    status: 400,
    operator: 'More than 200,000 elements: not a real object.',
  },
  DICOM_BAD_UID: {
    class: 'permanent',
    status: 400,
    operator: 'A UID is missing or not a valid UID (PS3.5 9.1). Correct it at the source.',
  },
  DICOM_PIXELS_MISMATCH: {
    class: 'permanent',
    status: 422,
    operator:
      'Pixel Data does not have the length that Rows, Columns and Bits Allocated ask for. Send the instance again.',
  },
  DICOM_SYNTAX_UNSUPPORTED: {
    class: 'permanent',
    status: 422,
    operator: 'This transfer syntax cannot be decoded. Transcode at the PACS.',
  },
  DICOM_DECODE_FAILED: {
    class: 'permanent',
    status: 422,
    operator: 'The compressed pixels are damaged. Send the instance again.',
  },
  HTTP_HOST_REFUSED: {
    class: 'permanent',
    status: 403,
    operator: 'Use the address in server.publicUrl, or add the host name to server.allowedHosts.',
  },
  HTTP_ORIGIN_REFUSED: {
    class: 'permanent',
    status: 403,
    operator: 'Requests of other web sites are refused. Open the console at its own address.',
  },
  HTTP_UNAUTHORIZED: {
    class: 'permanent',
    status: 401,
    operator: 'Send the API key as "Authorization: Bearer KEY", or as the password of Basic authentication.',
  },
  HTTP_NOT_FOUND: {
    class: 'permanent',
    status: 404,
    operator: 'Nothing is at this address. /api/openapi.json lists what there is.',
  },
  HTTP_BAD_REQUEST: {
    class: 'permanent',
    status: 400,
    operator: 'Correct the fields that the detail names; /api/openapi.json has their form.',
  },
  HTTP_CONFLICT: {
    class: 'permanent',
    status: 409,
    operator: 'The state of the thing does not allow this now; its page says which state it is in.',
  },
} as const satisfies Record<string, CatalogueEntry>
