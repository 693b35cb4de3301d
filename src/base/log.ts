import pino from 'pino'

/** Fields that a log line may carry: our own ids, counts, codes and times. No DICOM UID, no patient attribute. */
export interface LogFields {
  readonly requestId?: string
  readonly studyId?: string
  readonly workitemId?: string
  readonly jobId?: string
  readonly queue?: string
  readonly noteId?: string
  readonly source?: string
  readonly target?: string
  readonly rule?: string
  readonly ruleRevision?: string
  readonly detector?: string
  readonly step?: string
  readonly stage?: string
  readonly attempt?: number
  readonly revision?: number
  readonly count?: number
  readonly bytes?: number
  readonly ms?: number
  readonly port?: number
  readonly host?: string
  readonly method?: string
  readonly route?: string
  readonly status?: number
  readonly state?: string
  readonly code?: string
  readonly reason?: string
  readonly path?: string
  readonly version?: string
}

/** Names of events are `room.what`, for example `study.completed`. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** A log of JSON lines on stderr (`level`: pino's names, or `silent`). */
export const createLog = (level: string): Log => {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
  }
}

/** A log that drops everything. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
