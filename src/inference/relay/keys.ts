import { createHash } from 'node:crypto'

/** A key with the name under which it is recorded: the first digits of its SHA-256. */
export interface ProviderKey {
  readonly id: string
  /** undefined: the provider asks for none. */
  readonly secret: string | undefined
}

/** The keys of one provider: one, or two while they are rotated. */
export interface KeyRing {
  /** The first that is not cooled down; undefined where all are. */
  current(): Promise<ProviderKey | undefined>
  /** A key was refused: the secrets are read anew once, and if it is still among them it is cooled down. */
  refused(key: ProviderKey): Promise<void>
}

/** Where keys come from, and when they are tried again. */
export interface KeyRingOptions {
  /** Reads the files or variables now; undefined for a provider that asks for no key, [] where it is not there. */
  read(): Promise<readonly string[] | undefined>
  readonly cooldownMs: number
  monotonicMs(): number
  /** A key was cooled down: someone should know. */
  alert(keyId: string): void
}

const noKey: ProviderKey = { id: 'none', secret: undefined }

const named = (secret: string): ProviderKey => ({
  id: createHash('sha256').update(secret).digest('hex').slice(0, 8),
  secret,
})

/** Keys are read at first use, then again only when one is refused: a rotation needs no restart. */
export const createKeyRing = (options: KeyRingOptions): KeyRing => {
  let keys: Promise<readonly ProviderKey[]> | undefined
  const cooledUntilMs = new Map<string, number>()
  const load = async (): Promise<readonly ProviderKey[]> => {
    const secrets = await options.read()
    return secrets === undefined ? [noKey] : secrets.map(named)
  }
  const known = (): Promise<readonly ProviderKey[]> => {
    keys ??= load()
    // A file that cannot be read now may be there at the next call.
    keys.catch(() => {
      keys = undefined
    })
    return keys
  }
  const isCool = (id: string): boolean => (cooledUntilMs.get(id) ?? 0) > options.monotonicMs()
  return {
    async current() {
      const usable = (await known()).find(key => !isCool(key.id))
      if (usable) return usable
      // All are cooled down: a new one may have been written meanwhile.
      keys = undefined
      return (await known()).find(key => !isCool(key.id))
    },
    async refused(key) {
      if (isCool(key.id)) return
      const before = await known()
      keys = undefined
      const now = await known()
      const isReplaced = before.some(one => one.id === key.id) && !now.some(one => one.id === key.id)
      cooledUntilMs.set(key.id, options.monotonicMs() + options.cooldownMs)
      if (!isReplaced) options.alert(key.id)
    },
  }
}
