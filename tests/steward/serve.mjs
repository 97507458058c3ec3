// The preview in a browser: keeps its place over a reload, shows findings across the page, and lets them go again.
// usage: node serve.mjs ADDRESS PAGE FILE WORD: writes FILE, which holds WORD, and puts it back
import fs from 'node:fs'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const [address, page_, file, word] = process.argv.slice(2)
const was = fs.readFileSync(file, 'utf8')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic'] })
try {
  const page = await browser.newPage({ viewport: { width: 900, height: 500 }, locale: 'de-DE' })
  const faults = []
  page.on('console', message => { if (message.type() === 'error') faults.push(message.text()) })
  page.on('pageerror', fault => faults.push(String(fault)))
  await page.goto(address + page_)
  const scrolled = await page.evaluate(() => { scrollTo({ top: 300, behavior: 'instant' }); return scrollY })
  assert.ok(scrolled > 100, 'the page is too short to scroll')

  fs.writeFileSync(file, was + '\nEin neuer Absatz zur Probe.\n')
  await page.waitForFunction(() => document.body.textContent.includes('Ein neuer Absatz zur Probe.'))
  await page.waitForFunction(y => Math.abs(scrollY - y) < 5, scrolled)

  fs.writeFileSync(file, was.replace(word, 'XXXX'))
  const banner = page.locator('#tabularium-preview')
  await banner.locator('li.error').first().waitFor()
  const said = await banner.locator('.banner').innerText()
  assert.match(said, /Fehler/)
  assert.match(said, /:\d+:\d+/)
  assert.match(said, /letzte Stand ohne Fehler/)
  assert.ok((await page.textContent('body')).includes('Ein neuer Absatz zur Probe.'), 'the last good page has gone')
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/serve-findings.png` })

  fs.writeFileSync(file, was)
  await page.waitForFunction(() => !document.body.textContent.includes('Ein neuer Absatz zur Probe.'))
  await banner.waitFor({ state: 'detached' })

  // A tab that nobody looks at keeps no connection, and catches up when it is looked at.
  const look = hidden => page.evaluate(value => {
    Object.defineProperty(document, 'hidden', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
  const other = await browser.newPage()
  await look(true)
  fs.writeFileSync(file, was + '\nSpäter.\n')
  await other.goto(address + page_)
  await other.waitForFunction(() => document.body.textContent.includes('Später.'))
  assert.ok(!(await page.textContent('body')).includes('Später.'), 'a hidden tab was loaded anew')
  await look(false)
  await page.waitForFunction(() => document.body.textContent.includes('Später.'))
  assert.deepEqual(faults, [], 'the browser complains, perhaps of the Content-Security-Policy')
} finally {
  fs.writeFileSync(file, was)
  await browser.close()
}
