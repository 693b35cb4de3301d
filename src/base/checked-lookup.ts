import { lookup as resolve } from 'node:dns'
import type { LookupFunction } from 'node:net'
import type { AddressCheck } from './address-check.ts'

/** Code of an error that says that a name leads to an address which is not allowed. */
export const addressRefusedCode = 'HILUM_ADDRESS_REFUSED'

/**
 * Resolves for a socket, and refuses a name that leads to any address which is not allowed. The socket connects to what
 * was checked: no second look-up may answer something else.
 */
export const checkedLookup =
  (isAllowed: AddressCheck): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 4)
      const refused = Object.assign(new Error('address refused'), { code: addressRefusedCode })
      if (addresses.length === 0 || !addresses.every(one => isAllowed(one.address)))
        return callback(refused, '', 4)
      if (options.all) return callback(null, addresses)
      return callback(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
