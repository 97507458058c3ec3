// The search page in Chromium, below a prefix and under the strict Content-Security-Policy: the box by keyboard,
// facets, the way back, axe with suggestions and results open, no layout shift; without scripts; from file://.
// usage: node browse.mjs PUBLIC
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const root = path.resolve(process.argv[2])
const PREFIX = '/preview/7/'
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2' }
const server = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://x').pathname)
  const file = path.join(root, name.slice(PREFIX.length))
  response.setHeader('Content-Security-Policy', CSP)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (!name.startsWith(PREFIX) || !file.startsWith(root) || !fs.existsSync(file) || !fs.statSync(file).isFile()) {
    response.writeHead(404).end()
    return
  }
  response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream')
  response.end(fs.readFileSync(file))
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`
const address = `${origin}${PREFIX}search.html`

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--allow-file-access-from-files=false'],
})
let passed = 0
let failed = 0
function judge (what, good, detail = '') {
  if (good) passed++
  else failed++
  console.log(`${good ? 'ok' : 'FAIL'} ${what}${good ? '' : `: ${detail}`}`)
}

async function open (url, { width, height, scheme, script = true }) {
  const faults = []
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('console', message => faults.push(`console: ${message.text().slice(0, 200)}`))
  page.on('pageerror', error => faults.push(`script error: ${error.message}`))
  page.on('request', request => { if (/^https?:/.test(request.url()) && !request.url().startsWith(origin + PREFIX)) faults.push(`asks for ${request.url()}`) })
  page.on('response', answer => { if (answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`) })
  if (script) {
    await page.addInitScript(() => {
      window.shift = 0
      new PerformanceObserver(entries => { for (const e of entries.getEntries()) if (!e.hadRecentInput) window.shift += e.value }).observe({ type: 'layout-shift', buffered: true })
    })
  }
  await page.goto(url, { waitUntil: 'networkidle' })
  return { context, page, faults }
}
async function inspect (page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  return [...violations.map(v => `axe ${v.id}: ${v.nodes.slice(0, 2).map(n => n.target.join(' ')).join(' | ')}`), ...(over > 0 ? [`${over} px too wide`] : [])]
}
const hits = async page => parseInt((await page.textContent('#hits')).replace(/\D/g, ''), 10)
const focused = page => page.evaluate(() => document.activeElement?.id || document.activeElement?.name || document.activeElement?.tagName)

for (const scheme of ['light', 'dark']) {
  for (const [width, height] of [[1280, 900], [360, 800]]) {
    const where = `${width} ${scheme}`
    const { context, page, faults } = await open(address, { width, height, scheme })
    for (let i = 0; i < 40 && await focused(page) !== 'q'; i++) await page.keyboard.press('Tab')
    judge(`${where}: Tab reaches the box`, await focused(page) === 'q')
    await page.keyboard.type('baumkat', { delay: 20 })
    await page.waitForSelector('#suggestions:not([hidden]) [role=option]')
    judge(`${where}: typing opens suggestions`, await page.getAttribute('#q', 'aria-expanded') === 'true')
    await page.keyboard.press('ArrowDown')
    const active = await page.getAttribute('#q', 'aria-activedescendant')
    judge(`${where}: arrow down picks the first`, active && await page.getAttribute(`#${active}`, 'aria-selected') === 'true', active)
    const faultsOpen = await inspect(page)
    judge(`${where}: axe with suggestions open`, !faultsOpen.length, faultsOpen.join('; '))
    await page.keyboard.press('Escape')
    judge(`${where}: Escape closes them and keeps the text`, await page.isHidden('#suggestions') && await page.inputValue('#q') === 'baumkat')
    await page.keyboard.press('ArrowDown')
    await page.waitForSelector('#suggestions:not([hidden])')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.querySelector('#results li'))
    judge(`${where}: Enter takes it into the address`, new URL(page.url()).searchParams.get('q') === 'Baumkataster', page.url())
    await page.waitForTimeout(1000)
    judge(`${where}: the number of hits is spoken`, /Treffer/.test(await page.textContent('#hits-spoken')))
    judge(`${where}: hits are marked`, await page.locator('#results mark').count() > 0)

    await page.fill('#q', 'wahl')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => parseInt(document.querySelector('#hits').textContent, 10) > 20)
    const before = await hits(page)
    if (width < 992) {
      await page.focus('#narrow summary')
      await page.keyboard.press('Enter')
    }
    await page.waitForSelector('[data-facet=theme] li:not([hidden]) input')
    await page.focus('[data-facet=theme] li:not([hidden]) input')
    const promised = parseInt(await page.textContent('[data-facet=theme] li:not([hidden]) .tab-count'), 10)
    await page.keyboard.press('Space')
    await page.waitForFunction(n => parseInt(document.querySelector('#hits').textContent, 10) !== n, before)
    judge(`${where}: a facet leaves as many as it promised`, await hits(page) === promised, `${await hits(page)} instead of ${promised}`)
    judge(`${where}: the facet stands in the address`, new URL(page.url()).searchParams.has('theme'))
    const faultsResults = await inspect(page)
    judge(`${where}: axe with results and facets open`, !faultsResults.length, faultsResults.join('; '))
    const narrowed = await hits(page)
    const again = await open(page.url(), { width, height, scheme })
    judge(`${where}: the address alone shows the same`, await hits(again.page) === narrowed && await again.page.inputValue('#q') === 'wahl')
    const shift = await again.page.evaluate(() => window.shift)
    judge(`${where}: nothing moves while it loads`, shift < 0.01, `layout shift ${shift}`)
    await again.context.close()
    await page.goBack()
    await page.waitForFunction(n => parseInt(document.querySelector('#hits').textContent, 10) === n, before)
    judge(`${where}: back undoes the facet`, await hits(page) === before)
    if (await page.isVisible('#next')) {
      const first = await page.textContent('#results a')
      await page.focus('#next')
      await page.keyboard.press('Enter')
      await page.waitForFunction(t => document.querySelector('#results a').textContent !== t, first)
      judge(`${where}: the next page of results`, new URL(page.url()).searchParams.get('page') === '2')
    }
    await page.fill('#q', 'xyzzyq')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /Nichts/.test(document.querySelector('#hits').textContent))
    const faultsNone = await inspect(page)
    judge(`${where}: axe with nothing found`, !faultsNone.length, faultsNone.join('; '))
    await page.fill('#q', 'baumkataster')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => /Baumkataster/.test(document.querySelector('#results a')?.textContent))
    await page.focus('#results a')
    await page.keyboard.press('Enter')
    await page.waitForURL(/datasets\//)
    judge(`${where}: a hit leads to its dataset`, /Baumkataster/.test(await page.textContent('h1')))
    judge(`${where}: no fault on the way`, !faults.length, faults.join('; '))
    await context.close()
  }
}

const english = await open(`${origin}${PREFIX}en/search.html?q=tree`, { width: 1280, height: 900, scheme: 'light' })
judge('English: finds and says so', /results?$/.test(await english.page.textContent('#hits')), await english.page.textContent('#hits'))
await english.context.close()

const quiet = await open(`${address}?q=baum`, { width: 360, height: 800, scheme: 'light', script: false })
judge('without scripts: the page explains itself and offers the lists', await quiet.page.locator('main p', { hasText: 'JavaScript' }).isVisible() && await quiet.page.locator('.tab-linklist a[href$="datasets/index.html"]').isVisible())
await quiet.context.close()

const local = await open(`${pathToFileURL(path.join(root, 'search.html'))}?q=baum`, { width: 1280, height: 900, scheme: 'light' })
judge('from file://: says why not', /Datei/.test(await local.page.textContent('#hits')), await local.page.textContent('#hits'))
await local.context.close()

await browser.close()
server.close()
console.log(`${passed} passed, ${failed} failed, 0 skipped`)
process.exitCode = failed ? 1 : 0
