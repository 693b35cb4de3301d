import { hasOrthanc, startOrthanc } from '../test/support/orthanc.ts'
import { startHilumProcess } from './hilum-process.ts'
import { meterOf, type ProcessMeter } from './process-meter.ts'

/** What takes a study by STOW-RS, freshly started on an empty store. */
export interface StowReceiver {
  /** With its version. */
  readonly name: string
  /** Where studies are posted. */
  readonly studiesUrl: string
  readonly meter: ProcessMeter
  /** Time of all its processes, ms: of our database too, which Orthanc has inside. */
  cpuMs(): number
  /** Memory of its database now, MB; 0 where that is inside. */
  databaseMb(): number
  stop(): Promise<void>
}

/** `hilum serve --no-workers` with its embedded database. */
export const startHilumReceiver = async (): Promise<StowReceiver> => {
  const { url, meter, database, stop } = await startHilumProcess(['--no-workers'])
  return {
    name: 'hilum',
    studiesUrl: `${url}/dicom-web/studies`,
    meter,
    cpuMs: () => meter.cpuMs() + database.cpuMs(),
    databaseMb: () => database.memoryMb(),
    stop,
  }
}

/** True if there is an Orthanc to measure against; else a line says what to install. */
export const hasPeer = hasOrthanc

/** Orthanc with its DICOMweb plugin as Debian ships them: SQLite, files, no compression. */
export const startOrthancReceiver = async (): Promise<StowReceiver> => {
  const orthanc = await startOrthanc()
  const meter = meterOf(orthanc.pid!)
  const { Version } = (await orthanc.get('/system')) as { readonly Version: string }
  return {
    name: `Orthanc ${Version}`,
    studiesUrl: `${orthanc.dicomwebUrl}/studies`,
    meter,
    cpuMs: () => meter.cpuMs(),
    databaseMb: () => 0,
    stop: () => orthanc.close(),
  }
}
