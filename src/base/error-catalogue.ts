/**
 * What a caller may do about a failure. transient: retry. ambiguous: the effect may have happened, retry only if it
 * is idempotent, else park. permanent: refuse and tell.
 */
export type FailureClass = 'transient' | 'ambiguous' | 'permanent'

/** What the catalogue says of a code. */
export interface CatalogueEntry {
  readonly class: FailureClass
  /** HTTP status when the failure reaches a client. */
  readonly status: number
  /** One line for the operator: what to do next. */
  readonly operator: string
}

/** Every code that Hilum can answer with. The README's table is checked against it, both ways. Sorted by room. */
export const catalogue = {
  AUDIT_BROKEN: {
    class: 'permanent',
    status: 500,
    operator:
      'The audit trail was altered after it was written. Keep the database as it is and find out by whom.',
  },
  AUDIT_FORMAT_UNSUPPORTED: {
    class: 'permanent',
    status: 400,
    operator: 'This export format does not exist yet. Use --format jsonl.',
  },

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

  COMPLETION_STUDY_UNKNOWN: {
    class: 'permanent',
    status: 404,
    operator: 'No study has this id: look it up in the list of studies.',
  },
  COMPLETION_QUARANTINED: {
    class: 'permanent',
    status: 409,
    operator: 'The study is in quarantine and is never completed: settle whose it is at the PACS first.',
  },

  CONFIG_EXISTS: {
    class: 'permanent',
    status: 409,
    operator: 'The file is there already. Write elsewhere with --out, or over it with --force.',
  },
  CONFIG_INVALID: {
    class: 'permanent',
    status: 500,
    operator: 'Correct the keys that the message names in hilum.yaml or the environment.',
  },

  DICOMWEB_BODY_CUT: {
    class: 'transient',
    status: 400,
    operator: 'The multipart body ended before its closing boundary: nothing of it was kept. Send it again.',
  },
  DICOMWEB_MULTIPART_MALFORMED: {
    class: 'permanent',
    status: 400,
    operator: 'The multipart body is not formed as RFC 2046 says. Look at what the sender writes.',
  },
  DICOMWEB_TOO_MANY_PARTS: {
    class: 'permanent',
    status: 413,
    operator: 'Send fewer instances in one request.',
  },
  DICOMWEB_BODY_TOO_LARGE: {
    class: 'permanent',
    status: 413,
    operator: 'Send less in one request; the conformance page has the limits.',
  },
  DICOMWEB_BODY_IDLE: {
    class: 'transient',
    status: 408,
    operator: 'The sender stopped in the middle of its request: nothing was kept. It may send again.',
  },
  DICOMWEB_MEDIA_TYPE: {
    class: 'permanent',
    status: 415,
    operator: 'Send multipart/related; type="application/dicom", or one application/dicom, without encoding.',
  },
  DICOMWEB_NOT_ACCEPTABLE: {
    class: 'permanent',
    status: 406,
    operator: 'What the client accepts is not offered; it can ask for transfer-syntax=*.',
  },
  DICOMWEB_BAD_QUERY: {
    class: 'permanent',
    status: 400,
    operator: 'Correct the query parameter or path segment that the detail names.',
  },
  DICOMWEB_NOT_FOUND: {
    class: 'permanent',
    status: 404,
    operator: 'Hilum does not hold this; it may have left with the retention period.',
  },

  INTAKE_NO_SPACE: {
    class: 'transient',
    status: 503,
    operator:
      'The disk of the data folder is almost full. Free space or shorten retention; senders try again.',
  },
  INTAKE_BUSY: {
    class: 'transient',
    status: 503,
    operator: 'Too many transfers at once, or the database is away. Senders try again by themselves.',
  },
  INTAKE_STUDY_MISMATCH: {
    class: 'permanent',
    status: 409,
    operator: 'The instance belongs to another study than the address it was sent to.',
  },
  INTAKE_CONFLICT: {
    class: 'permanent',
    status: 409,
    operator: 'Another object with the same SOP Instance UID is held. The new bytes are in quarantine.',
  },
  INTAKE_UNOBTAINABLE: {
    class: 'transient',
    status: 502,
    operator:
      'The PACS lists an instance that it cannot give. Look into its own log; every sweep asks for it again.',
  },
  INTAKE_NOT_REIDENTIFIED: {
    class: 'permanent',
    status: 422,
    operator:
      'An object came back under a pseudonym and cannot be given its own names. Ask who sent it for it uncompressed, or as an SR.',
  },
  INTAKE_TWO_PATIENTS: {
    class: 'permanent',
    status: 409,
    operator: 'Two patients share one Study Instance UID: both are quarantined. Correct it at the source.',
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
  DICOM_VALUE_INVALID: {
    class: 'permanent',
    status: 422,
    operator:
      'A value does not fit its VR (length, range or characters, PS3.5 6.2). Correct it at the source.',
  },
  DICOM_MISSING_RESCALE: {
    class: 'permanent',
    status: 422,
    operator: 'A CT image has no Rescale Slope and Intercept: HU cannot be told. Correct it at the source.',
  },
  DICOM_NOT_DEIDENTIFIED: {
    class: 'permanent',
    status: 422,
    operator:
      'The object cannot be de-identified as asked (writing in its pixels, a document, the profile). It stays here.',
  },
  DICOM_DECODE_FAILED: {
    class: 'permanent',
    status: 422,
    operator: 'The compressed pixels are damaged. Send the instance again.',
  },
  DICOM_SERIES_DAMAGED: {
    class: 'permanent',
    status: 422,
    operator: 'Too many slices of the series cannot be decoded. Send the series again from the source.',
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
  HTTP_BODY_TOO_LARGE: {
    class: 'permanent',
    status: 413,
    operator: 'Send less in one request: the API takes 4 MiB, the log-in page 16 KiB.',
  },
  HTTP_CONFLICT: {
    class: 'permanent',
    status: 409,
    operator: 'The state of the thing does not allow this now; its page says which state it is in.',
  },

  JOBS_LEASE_LOST: {
    class: 'transient',
    status: 503,
    operator: 'Another worker has taken the job over, since this one did not answer in time. Nothing to do.',
  },
  JOBS_SWALLOWED: {
    class: 'transient',
    status: 503,
    operator: 'The queue dropped a job. What asked for it was rolled back and is tried again.',
  },

  ROUTING_CAPPED: {
    class: 'permanent',
    status: 409,
    operator:
      'The study ran too often in 24 hours. Find out what keeps changing it, then ask for the workitem again.',
  },
  ROUTING_DETECTOR_UNKNOWN: {
    class: 'permanent',
    status: 409,
    operator: 'A rule names a detector that is not here: correct the rule or add the detector, then retry.',
  },
  ROUTING_RULES_INVALID: {
    class: 'permanent',
    status: 400,
    operator:
      'Correct the lines that the message names (hilum rules check). The last good rules stay in force.',
  },

  STORAGE_BLOB_DAMAGED: {
    class: 'permanent',
    status: 500,
    operator: 'Stored bytes do not match their SHA-256. Check the disk, and send the study again.',
  },
  STORAGE_BLOB_MISSING: {
    class: 'permanent',
    status: 500,
    operator: 'Stored bytes are gone from the blob folder. Restore it, or send the study again.',
  },
  STORAGE_DISK_LOW: {
    class: 'transient',
    status: 507,
    operator: 'Too little disk space is free for the blob folder. Free some, or move HILUM_DATA_DIR.',
  },
  STORAGE_EMBEDDED_FAILED: {
    class: 'transient',
    status: 503,
    operator: 'The embedded PostgreSQL does not start: see server.log in its folder, or set DATABASE_URL.',
  },
  STORAGE_EMBEDDED_UNSUPPORTED: {
    class: 'permanent',
    status: 500,
    operator: 'There is no embedded PostgreSQL for this platform (musl, for example). Set DATABASE_URL.',
  },
  STORAGE_MIGRATION_FAILED: {
    class: 'permanent',
    status: 500,
    operator: 'The database cannot be migrated. Check the rights of HILUM_MIGRATION_DATABASE_URL.',
  },
  STORAGE_UNREACHABLE: {
    class: 'transient',
    status: 503,
    operator: 'The database does not answer or refuses the login. Check DATABASE_URL and the server.',
  },
  PACS_UNAVAILABLE: {
    class: 'transient',
    status: 503,
    operator:
      'The PACS cannot be reached, is slow or fails. It is asked again; see its own log if this stays.',
  },
  PACS_BAD_ANSWER: {
    class: 'transient',
    status: 502,
    operator:
      'The PACS answered with something that is not DICOMweb. Check its URL, and any proxy before it.',
  },
  PACS_UNSURE: {
    class: 'ambiguous',
    status: 502,
    operator:
      'The connection broke after an object was sent. Whether it arrived is read back, then it is sent again.',
  },
  PACS_REFUSED: {
    class: 'permanent',
    status: 502,
    operator: 'The PACS refused the request. Check the credentials and what the account may do.',
  },
  PACS_NOT_FOUND: {
    class: 'permanent',
    status: 404,
    operator: 'The PACS does not have it (any more), or holds its study under two patients.',
  },

  PHANTOM_NO_ROOM: {
    class: 'permanent',
    status: 422,
    operator: 'Ask for fewer nodules or more slices.',
  },
  PHANTOM_BAD_OPTION: {
    class: 'permanent',
    status: 400,
    operator: 'Correct the option that the message names.',
  },
  PHANTOM_SERIES_UNSUITABLE: {
    class: 'permanent',
    status: 422,
    operator: 'Implant into a straight, evenly spaced series of single-frame slices without gaps.',
  },

  REPORTING_BAD_NUMBER: {
    class: 'permanent',
    status: 500,
    operator:
      'A measurement is not a finite number, so no result is written. Report it with the workitem id.',
  },
  REPORTING_UNKNOWN_IMAGE: {
    class: 'permanent',
    status: 500,
    operator: 'A finding lies on an image that is not among the evidence. Report it with the workitem id.',
  },

  PREPROCESS_NO_SERIES: {
    class: 'permanent',
    status: 422,
    operator: 'No series of the study can be analysed: an axial CT stack is needed. The reason names each.',
  },
  PREPROCESS_TOO_FEW_SLICES: {
    class: 'permanent',
    status: 422,
    operator: 'The series has fewer than 8 slices: too short for a lung.',
  },
  PREPROCESS_SPACING_TOO_WIDE: {
    class: 'permanent',
    status: 422,
    operator: 'Slices are more than 10 mm apart: nodules would be missed. Send a thinner reconstruction.',
  },
  PREPROCESS_NOT_AXIAL: {
    class: 'permanent',
    status: 422,
    operator: 'The slices are not axial. Send the axial reconstruction.',
  },
  PREPROCESS_TOO_LARGE: {
    class: 'permanent',
    status: 422,
    operator: 'The series has more than 536 million voxels, more than is held in memory.',
  },

  INFERENCE_DETECTOR_FAILED: {
    class: 'transient',
    status: 500,
    operator: 'A thread of the detector ended unexpectedly (memory?). The study is tried again by itself.',
  },
  INFERENCE_INVALID_FINDING: {
    class: 'permanent',
    status: 500,
    operator:
      'The detector answered a finding outside the volume or not a number. Nothing was reported: tell its maker.',
  },
  INFERENCE_DETECTOR_UNKNOWN: {
    class: 'permanent',
    status: 422,
    operator:
      'The rule names a detector that this installation does not have. Correct the rule or install it.',
  },
  INFERENCE_SUMMARIZER_UNKNOWN: {
    class: 'permanent',
    status: 422,
    operator:
      'The rule names a summarizer or a provider that this installation does not have. Correct one of them.',
  },
  INFERENCE_MODEL_UNFIT: {
    class: 'permanent',
    status: 422,
    operator:
      'The model file cannot be run, or is not what its YAML says. Check both (detectors.onnx), then retry the workitem.',
  },
  INFERENCE_RUNTIME_MISSING: {
    class: 'permanent',
    status: 501,
    operator:
      'An ONNX model needs onnxruntime-node, which is not installed by itself: ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save onnxruntime-node@1.30.0',
  },
  INFERENCE_NOT_CLEARED: {
    class: 'permanent',
    status: 422,
    operator: 'The PHI firewall could not clear a note, picture or context for sure. Nothing was sent.',
  },
  INFERENCE_OUT_OF_SCOPE: {
    class: 'permanent',
    status: 422,
    operator: 'The series holds nothing that the detector can evaluate; nothing is wrong with the service.',
  },

  RELAY_PROVIDER_UNKNOWN: {
    class: 'permanent',
    status: 422,
    operator:
      'The rule names a provider that the configuration does not have. Correct one of them, then retry.',
  },
  RELAY_NO_PROVIDER: {
    class: 'permanent',
    status: 422,
    operator:
      'None of the allowed providers may have this data: see approvedFor, capabilities and regions of providers.',
  },
  RELAY_UNAVAILABLE: {
    class: 'transient',
    status: 503,
    operator:
      'The provider cannot be reached, is overloaded or has failed too often. The work is tried again by itself.',
  },
  RELAY_RATE_LIMITED: {
    class: 'transient',
    status: 503,
    operator:
      'The provider refuses more requests for now. Lower its limits in the configuration if this stays.',
  },
  RELAY_KEY_REFUSED: {
    class: 'transient',
    status: 502,
    operator: 'The provider refuses the key. Write a valid one to its file: it is read without a restart.',
  },
  RELAY_PAYMENT_REFUSED: {
    class: 'transient',
    status: 402,
    operator: 'The provider asks for money (402). Settle it there, then retry the workitem.',
  },
  RELAY_BUDGET_SPENT: {
    class: 'transient',
    status: 402,
    operator:
      'The budget is spent (relay.budgets). Raise it or wait for the next period, then retry the workitem.',
  },
  RELAY_TOO_LARGE: {
    class: 'permanent',
    status: 413,
    operator: 'No allowed provider takes so much in one request: send fewer pictures at once.',
  },
  RELAY_REQUEST_REFUSED: {
    class: 'permanent',
    status: 502,
    operator: 'The provider refuses the request. Check baseUrl, model and capabilities of the provider.',
  },
  RELAY_ADDRESS_REFUSED: {
    class: 'permanent',
    status: 502,
    operator:
      'The provider is at an address that is not public. List its network in allowedNetworks if that is meant.',
  },
  RELAY_TIMEOUT: {
    class: 'ambiguous',
    status: 504,
    operator:
      'The provider did not answer in time; the attempt is counted as paid. The work is tried again by itself.',
  },
  RELAY_BROKEN: {
    class: 'ambiguous',
    status: 502,
    operator:
      'The connection broke before the answer; the attempt is counted as paid. The work is tried again by itself.',
  },
  RELAY_ABANDONED: {
    class: 'ambiguous',
    status: 502,
    operator:
      'The process died in the middle of the call. What was reserved counts as its cost; the work is tried again by itself.',
  },
  RELAY_BAD_ANSWER: {
    class: 'permanent',
    status: 502,
    operator:
      'The model answered nothing that can be used, also when asked again. This is never taken for no findings.',
  },

  REPORTING_PATIENT_CONFLICT: {
    class: 'permanent',
    status: 409,
    operator:
      'The PACS names another patient for this study than when it was received. Compare both, then retry the workitem.',
  },
  REPORTING_OUTPUT_UNKNOWN: {
    class: 'permanent',
    status: 422,
    operator: 'The rule names an output that this version does not make. Correct the rule.',
  },
  WORKITEM_ATTEMPTS_EXHAUSTED: {
    class: 'permanent',
    status: 500,
    operator: 'It failed again and again. Mend the cause that the reason names, then retry the workitem.',
  },

  GUIDANCE_OFF: {
    class: 'permanent',
    status: 403,
    operator: 'The site has not opted in to guidance. Set guidance.enabled to use it.',
  },
  GUIDANCE_INCOMPLETE: {
    class: 'permanent',
    status: 422,
    operator: 'A guideline applies only where age, context and risk are known. Give what the detail names.',
  },
  NOTES_DOCUMENT_UNREADABLE: {
    class: 'permanent',
    status: 422,
    operator:
      'The document holds no text that can be read: damaged, protected by a password, a scan, or over the limits. Send its text instead.',
  },
  NOTES_PATIENT_MISMATCH: {
    class: 'permanent',
    status: 409,
    operator:
      'The note names another patient than the study it is for: no report was written. Send it again with the right study.',
  },
  TERMINOLOGY_FILE_INVALID: {
    class: 'permanent',
    status: 422,
    operator: 'Give the file as it is published; the detail names the first line that is wrong.',
  },
  TERMINOLOGY_RELEASE_UNDATED: {
    class: 'permanent',
    status: 422,
    operator: 'Say when the release came into force: hilum terminology load icd10cm FILE --from YYYY-MM-DD.',
  },

  VIEWER_INTEGRITY: {
    class: 'permanent',
    status: 500,
    operator:
      "The viewer's package was changed on the way. Nothing was installed: try again, and ask who runs the registry if it stays.",
  },
  VIEWER_MALFORMED: {
    class: 'permanent',
    status: 400,
    operator: 'Give the package that npm pack @ohif/app@VERSION writes. Nothing was installed.',
  },
  VIEWER_UNOBTAINABLE: {
    class: 'transient',
    status: 503,
    operator:
      'Give npm a registry that it reaches, or run npm pack @ohif/app@VERSION elsewhere, bring the file, and install it with --from FILE.',
  },
  VIEWER_VERSION: {
    class: 'permanent',
    status: 400,
    operator: 'Install the version that results were tried in: leave --version out.',
  },
  DELIVERY_REFUSED: {
    class: 'permanent',
    status: 502,
    operator:
      'The target refused the result; the detail has its reason. Mend it there, then retry the delivery.',
  },
  DELIVERY_ADDRESS_REFUSED: {
    class: 'permanent',
    status: 502,
    operator:
      'The webhook is at an address that is not public. List its network in allowedNetworks if that is meant.',
  },
  DELIVERY_NOT_COMMITTED: {
    class: 'ambiguous',
    status: 502,
    operator:
      'The PACS took the result but has not committed to keep it (storage commitment). Look into its log and set-up.',
  },
  DELIVERY_UNAVAILABLE: {
    class: 'transient',
    status: 503,
    operator:
      'The folder or webhook cannot be reached, is full or fails. It is tried again; see there if this stays.',
  },
  DELIVERY_UNSURE: {
    class: 'ambiguous',
    status: 502,
    operator:
      'The connection broke while it was sent on. It is sent again: the same object or message does no harm twice.',
  },
  DELIVERY_CONTENT_DIFFERS: {
    class: 'permanent',
    status: 502,
    operator:
      'The target holds something else under the UID of the result. Compare the two; one of them must go.',
  },
  DELIVERY_UNLISTED: {
    class: 'ambiguous',
    status: 502,
    operator:
      'The target answered without saying that it stored the result. It is sent again; then look into its log.',
  },
  DELIVERY_NOT_READABLE: {
    class: 'ambiguous',
    status: 502,
    operator: 'The target says that it stored the result but does not give it back. Check its WADO-RS.',
  },
  DELIVERY_TOO_LATE: {
    class: 'permanent',
    status: 409,
    operator:
      'The time that the rule allows for delivery (notAfter) is over. Deliver it by hand if it still helps.',
  },
  DELIVERY_HELD: {
    class: 'permanent',
    status: 409,
    operator: 'The delivery is held back. Release it in the console.',
  },
  DELIVERY_TARGET_UNKNOWN: {
    class: 'permanent',
    status: 422,
    operator:
      'The rule names a target that the configuration does not have. Correct one of them, then retry.',
  },

  DEMO_FAILED: {
    class: 'permanent',
    status: 500,
    operator: 'The demo could not be carried out: see the lines above, and run hilum doctor.',
  },

  PROCESS_NOTHING_READABLE: {
    class: 'permanent',
    status: 400,
    operator: 'Give a folder or files that exist and hold DICOM images.',
  },

  DELIVERY_ALREADY_REPORTED: {
    class: 'permanent',
    status: 409,
    operator:
      'Someone has reported the study, and the rule says to wait then. Retry the workitem to deliver all the same.',
  },
} as const satisfies Record<string, CatalogueEntry>
