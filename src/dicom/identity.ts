import { type Dataset, itemsOf, textOf } from './dataset.ts'
import type { Uid } from './uid.ts'

/** Manufacturer (0008,0070) of everything that Hilum makes: its mark, by which its own results never trigger it. */
export const hilumManufacturer = 'Hilum'

/** Implementation Class UID (0002,0012): fixed, the decimal of a UUID drawn once (PS3.5 B.2). */
export const implementationClassUid = '2.25.262412590138306921543070873229870317781' as Uid

/** Implementation Version Name (0002,0013), 16 characters at most. */
export const implementationVersionName = 'HILUM_0_1'

/** Hilum made it or had a part in it: Manufacturer, or an item of Contributing Equipment Sequence (PS3.3 C.12.1). */
export const isMadeByHilum = (header: Dataset): boolean =>
  textOf(header, '00080070') === hilumManufacturer ||
  itemsOf(header, '0018A001').some(item => textOf(item, '00080070') === hilumManufacturer)
