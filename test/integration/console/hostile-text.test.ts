import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeChestStudy } from '../../support/chest-study.ts'
import { startHilum, type TestHilum } from '../../support/hilum.ts'
import { type HilumClient, hilumClient } from '../../support/hilum-client.ts'
import { launchChromium } from '../../support/ohif.ts'
import { needsProgram } from '../../support/prerequisites.ts'

const executable = needsProgram('chromium', 'chromium')

const element = (vr: string, ...Value: readonly unknown[]) => ({ vr, Value })
const script = '<script>alert(1)</script>'
const image = `"'><img src=x onerror=alert(2)>`

/** What a scanner's operator, or who sends files, may type. */
const hostile = {
  '00080050': element('SH', `'"><b>x</b>`),
  '00080090': element('PN', { Alphabetic: script }),
  '00081030': element('LO', `${image}<svg onload=alert(3)>`),
  '0008103E': element('LO', `Chest ${script}</td>`),
  '00100010': element('PN', {
    Alphabetic: `${script}^"'><b>x</b>`,
    Ideographic: '<iframe>',
  }),
  '00100020': element('LO', `</title>${script}`),
  '00181030': element('LO', `${script}\u202e\u2028`),
}

describe.skipIf(executable === undefined)('the console in a browser', () => {
  const study = makeChestStudy({ name: 'hostile-text', more: hostile })
  const { studyInstanceUid } = study[0]!
  const apiKey = 'a-key-of-the-console-test'
  let hilum: TestHilum
  let client: HilumClient
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    hilum = await startHilum({ env: { HILUM_API_KEY: apiKey } })
    client = hilumClient(hilum, apiKey)
    browser = await launchChromium(executable!)
    expect((await client.stow(study.map(one => one.bytes))).status).toBe(200)
    await client.workitemAtRest(studyInstanceUid)
  })
  afterAll(async () => {
    await browser?.close()
    await hilum?.close()
  })

  /** A page that tells what must not happen on it: dialogs, script errors, blocked or foreign resources. */
  const openPage = async (): Promise<Page> => {
    const page = await browser.newPage()
    page.on('dialog', dialog => {
      faults.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('pageerror', error => faults.push(`error ${error.message}`))
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
    })
    page.on('request', request => {
      if (!request.url().startsWith(hilum.url)) faults.push(`foreign ${request.url()}`)
    })
    return page
  }

  test('sends a person to the log-in page first, and lets in who has the key', async () => {
    const page = await openPage()
    await page.goto(hilum.url)
    expect(new URL(page.url()).pathname).toBe('/login')
    await page.fill('#key', apiKey)
    await Promise.all([page.waitForURL(`${hilum.url}/`), page.click('button')])
    expect(await page.title()).toContain('Hilum')
    expect(await page.evaluate('document.cookie')).toBe('')
    await page.context().close()
    expect(faults).toEqual([])
  })

  test('shows text as text, whatever it looks like, and breaks its own policy nowhere', async () => {
    const page = await openPage()
    await page.goto(`${hilum.url}/login`)
    await page.fill('#key', apiKey)
    await Promise.all([page.waitForURL(`${hilum.url}/`), page.click('button')])
    const { id } = (await client.study(studyInstanceUid))!
    for (const path of ['/', `/studies/${id}`, '/studies/none', '/?page=2']) {
      await page.goto(`${hilum.url}${path}`)
      await page.waitForLoadState('networkidle')
      if (path === '/studies/none') faults.splice(0) // The browser tells the 404.
      expect(await page.locator('script:not([src]), img[src="x"], svg[onload], iframe, b').count()).toBe(0)
    }
    await page.goto(`${hilum.url}/studies/${id}`)
    await page.waitForLoadState('networkidle')
    expect(await page.locator('body').textContent()).toContain('<script>alert(1)</script>')
    expect(await page.evaluate('[...document.images].every(one => one.naturalWidth > 0)')).toBe(true)
    await page.close()
    expect(faults).toEqual([])
  })

  test('is framed by nobody, and an action of another site does nothing', async () => {
    const headers = (await client.get('/')).headers
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    const [item] = (await client.study(studyInstanceUid))!.workitems
    const foreign = await fetch(`${hilum.url}/api/workitems/${item!.id}/retry`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, origin: 'https://evil.test' },
    })
    expect(foreign.status).toBe(403)
  })
})
