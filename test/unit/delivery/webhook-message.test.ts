import { describe, expect, it } from 'vitest'
import { messageId, signMessage } from '../../../src/delivery/targets/webhook-message.ts'
import { makeResult } from '../../support/sent-result.ts'

describe('signMessage', () => {
  // The example of Standard Webhooks' own libraries.
  it('signs as Standard Webhooks 1.0 does', () => {
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' }
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    expect(signMessage(message, secret, new Date(1614265330_000))).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })
})

describe('messageId', () => {
  it('is the same for the same object and target, and no other', async () => {
    const [one, other] = [await makeResult('one'), await makeResult('other')]
    expect(messageId(one, 'a')).toBe(messageId(one, 'a'))
    expect(new Set([messageId(one, 'a'), messageId(one, 'b'), messageId(other, 'a')]).size).toBe(3)
    expect(messageId(one, 'a')).not.toContain(one.sopInstanceUid)
  })
})
