// Opens pages of a portal on a real web server in Chromium: no report of the Content-Security-Policy, no failed or foreign
// request, and the search finds something, so its files arrived as they should.
// usage: node servers.mjs ORIGIN PATH…     (CHROMIUM is the browser)
import { chromium } from 'playwright-core'

const [origin, ...paths] = process.argv.slice(2)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
const page = await browser.newPage()
const faults = []
const at = () => page.url().replace(origin, '')
await page.exposeFunction('tabularium_report', text => faults.push(`${at()}: ${text}`))
await page.addInitScript(() => document.addEventListener('securitypolicyviolation',
  event => window.tabularium_report(`${event.violatedDirective} forbids ${event.blockedURI || 'what is in the page'}`)))
page.on('console', message => { if (message.type() === 'error') faults.push(`${at()}: ${message.text()}`) })
page.on('pageerror', error => faults.push(`${at()}: ${error}`))
page.on('response', response => { if (response.status() >= 400) faults.push(`${at()}: ${response.status()} ${response.url()}`) })
page.on('request', request => {
  if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`${at()} asks ${request.url()}`)
})

for (const path of paths) await page.goto(origin + path, { waitUntil: 'load' })
await page.goto(`${origin}search.html?q=baum`, { waitUntil: 'networkidle' })
const found = await page.locator('main a[href*="datasets/"]').count()
if (!found) faults.push('the search finds nothing')
// The reporting itself works: an inline script is one.
const before = faults.length
await page.evaluate(() => { const s = document.createElement('script'); s.textContent = '1'; document.body.append(s) })
await page.waitForTimeout(100)
if (faults.length === before) faults.push('an inline script was not reported')
else faults.length = before
await browser.close()
for (const fault of faults) console.log(fault)
process.exit(faults.length ? 1 : 0)
