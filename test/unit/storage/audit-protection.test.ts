import { describe, expect, it } from 'vitest'
import { judgeAuditProtection } from '../../../src/storage/audit-protection.ts'

const separated = {
  serviceRole: 'hilum_service',
  tableOwner: 'hilum_audit_owner',
  isSuperuser: false,
  canBecomeOwner: false,
  ownsSchema: false,
  canOwnerLogIn: false,
}

describe('judgeAuditProtection', () => {
  it('finds a service that can only append and read separated', () => {
    expect(judgeAuditProtection(separated).verdict).toBe('separated')
  })

  it.each([
    ['isSuperuser', 'superuser'],
    ['canBecomeOwner', 'can act as hilum_audit_owner'],
    ['ownsSchema', 'owns the schema'],
    ['canOwnerLogIn', 'can log in'],
  ])('warns of %s', (fact, words) => {
    const { verdict, sentence } = judgeAuditProtection({ ...separated, [fact]: true })
    expect(verdict).toBe('owner-can-alter')
    expect(sentence).toContain(words)
  })
})
