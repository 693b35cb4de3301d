import { BlockList, isIP } from 'node:net'

/** Networks that a peer on the internet never has: a name that leads there leads into our own house. RFC 6890. */
const inner: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
const innerSix: readonly (readonly [string, number])[] = [
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
]

const blocked = new BlockList()
for (const [network, prefix] of inner) blocked.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of innerSix) blocked.addSubnet(network, prefix, 'ipv6')

/** An IPv4 address written as IPv6 (::ffff:127.0.0.1) as what it is. */
const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Tells whether a resolved address may be connected to. */
export type AddressCheck = (address: string) => boolean

/** Allows what is public, unless `isPublicRefused`, and what is in one of the listed networks (CIDR). */
export const createAddressCheck = (
  allowedNetworks: readonly string[],
  isPublicRefused = false,
): AddressCheck => {
  const allowed = new BlockList()
  for (const network of allowedNetworks) {
    const [address = '', prefix] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    allowed.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return given => {
    const address = plain(given)
    if (isIP(address) === 0) return false
    return isIn(allowed, address) || (!isPublicRefused && !isIn(blocked, address))
  }
}
