// The page of a dataset in Chromium: what its first view weighs and waits for, that nothing moves, the map on a click,
// and the code on paper.
// usage: node dataset.mjs PUBLIC
//
// PUBLIC is the sample with short_url (https://d.example/{id}) in its site.yaml. It is served as SECURITY demands,
// compressed; the host of the map services is played here, no other is reachable.
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { createRequire } from 'node:module'
import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const root = path.resolve(process.argv[2])
const HOST = 'https://geodienste.leipzig.de'
const MOST_BYTES = 60_000, MOST_BEFORE_TEXT = 2
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2', '.geojson': 'application/geo+json' }
const CSP = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: ${HOST}; connect-src 'self' ${HOST}; ` +
  "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
let passed = 0, failed = 0
function check (is, what) {
  console.log(`${is ? 'ok' : 'FAIL'} ${what}`)
  is ? passed++ : failed++
}

const server = http.createServer((request, response) => {
  const file = path.join(root, decodeURIComponent(new URL(request.url, 'http://x').pathname))
  if (!file.startsWith(root) || !fs.existsSync(file) || !fs.statSync(file).isFile()) return response.writeHead(404).end()
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream'
  const bytes = fs.readFileSync(file), packs = !/woff2|octet/.test(type)
  response.writeHead(200, { 'Content-Security-Policy': CSP, 'Content-Type': type, 'X-Content-Type-Options': 'nosniff',
    ...(packs ? { 'Content-Encoding': 'gzip' } : {}) }).end(packs ? zlib.gzipSync(bytes) : bytes)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'tabularium-chromium-'))
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'] })

const foreign = [], said = []
async function open (options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, ...options })
  const page = await context.newPage()
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(error.message))
  await page.route(url => !url.href.startsWith(origin), route => {
    const url = route.request().url()
    if (!url.startsWith('data:')) foreign.push(url)
    if (!url.startsWith(HOST)) return route.abort()
    if (/GetFeature/.test(url)) {
      return route.fulfill({ contentType: 'application/json', headers: { 'access-control-allow-origin': '*' },
        body: JSON.stringify({ type: 'FeatureCollection', features: [0, 1, 2].map(i => ({ type: 'Feature',
          properties: { name: `<b>Baum</b> ${i}` }, geometry: { type: 'Point', coordinates: [12.3 + i / 100, 51.3] } })) }) })
    }
    return route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>' })
  })
  return page
}

// --- first view: the heaviest pages, at 40 ms and 10 Mbit/s
async function firstView (name) {
  const page = await open()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 1.25e6, uploadThroughput: 1.25e6 })
  const requests = new Map()
  session.on('Network.requestWillBeSent', e => { if (!e.request.url.startsWith('data:')) requests.set(e.requestId, { url: e.request.url, blocks: e.request.initialPriority }) })
  session.on('Network.loadingFinished', e => { if (requests.has(e.requestId)) requests.get(e.requestId).bytes = e.encodedDataLength })
  await page.addInitScript(() => {
    window.shifts = []
    new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(e => e.value))).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(`${origin}/${name}`, { waitUntil: 'networkidle' })
  const { shift, blocking } = await page.evaluate(() => ({
    shift: window.shifts.reduce((a, b) => a + b, 0),
    blocking: performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name),
  }))
  const bytes = [...requests.values()].reduce((sum, r) => sum + (r.bytes ?? 0), 0)
  await page.context().close()
  return { bytes, requests: requests.size, beforeText: 1 + blocking.length, shift }
}

const folder = path.join(root, 'datasets')
const packed = name => zlib.gzipSync(fs.readFileSync(path.join(folder, name))).length
const names = fs.readdirSync(folder).filter(name => name.endsWith('.html') && !name.startsWith('index'))
names.sort((a, b) => packed(b) - packed(a) || (a < b ? -1 : 1))
for (const name of [...names.slice(0, 3), 'baumkataster.html']) {
  const seen = await firstView(`datasets/${name}`)
  check(seen.bytes > 0 && seen.bytes <= MOST_BYTES, `${name}: the first view has ${seen.bytes} bytes in ${seen.requests} requests (at most ${MOST_BYTES})`)
  check(seen.beforeText <= MOST_BEFORE_TEXT, `${name}: text waits for ${seen.beforeText} requests (at most ${MOST_BEFORE_TEXT})`)
  check(seen.shift === 0, `${name}: layout shift ${seen.shift.toFixed(4)} (none)`)
}

// --- a stored colour scheme is there when the page is painted, though the script waits
{
  const page = await open({ colorScheme: 'light' })
  await page.goto(`${origin}/datasets/baumkataster.html`)
  await page.evaluate(() => localStorage.setItem('theme', 'dark'))
  await page.addInitScript(() => new PerformanceObserver(() => { window.theme ??= document.documentElement.dataset.kernTheme ?? 'none' }).observe({ type: 'paint', buffered: true }))
  // The script is asked for with the style sheet, which the paint waits for; on a busy machine it can still come later.
  let theme
  for (let tries = 0; theme !== 'dark' && tries < 4; tries++) {
    await page.reload()
    await page.waitForFunction(() => window.theme)
    theme = await page.evaluate(() => window.theme)
  }
  check(theme === 'dark', 'a stored dark scheme is known at the first paint')
  await page.context().close()
}

// --- the map
async function mapOf (name, selector) {
  const page = await open()
  await page.goto(`${origin}/datasets/${name}`, { waitUntil: 'networkidle' })
  const before = foreign.length
  const live = page.locator(selector).first()
  const note = await live.locator('p').textContent()
  await live.locator('button').focus()
  await page.keyboard.press('Enter')
  await page.waitForSelector('.tab-live__map')
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(400)
  return { page, note, live, asked: foreign.slice(before), before }
}

{
  const { page, note, asked, before } = await mapOf('baumkataster.html', '[data-map=wfs]')
  check(before === 0, 'no other host is asked before a click')
  check(note.includes(new URL(HOST).host) && asked.length > 0 && asked.every(url => url.startsWith(HOST)),
    `the click asks the host that is named, and no other (${asked.length} requests)`)
  check(await page.evaluate(() => document.activeElement.classList.contains('tab-live__map')), 'the map has the focus')
  const transform = () => page.evaluate(() => document.querySelector('.leaflet-map-pane').style.transform)
  const old = await transform()
  await page.keyboard.press('ArrowRight')
  await page.waitForTimeout(500)
  check(await transform() !== old, 'an arrow key moves it')
  await page.locator('.tab-live path[role=button]').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForTimeout(400)
  check((await page.locator('.tab-live__properties dd').first().textContent()).includes('<b>Baum</b>'), 'an object says by keyboard what it is, as text')
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
    check(violations.length === 0, `axe finds nothing with the map open, ${colorScheme}${violations.map(v => ` ${v.id}: ${v.nodes[0].target}`)}`)
  }
  await page.locator('.tab-live__close').focus()
  await page.keyboard.press('Enter')
  check(await page.evaluate(() => !document.querySelector('.tab-live__map') && document.activeElement.closest('[data-map]') !== null),
    'the map is closed and its button has the focus')
  await page.context().close()
}
{
  const { page, note, asked } = await mapOf('katalog-ausdehnung.html', '[data-map=geojson]')
  check(asked.length === 0 && note.length > 20, 'a hosted file asks no other host')
  check(await page.locator('.tab-live path').count() >= 2, 'its objects are on the map')
  await page.context().close()
}
{
  const page = await open({ javaScriptEnabled: false })
  await page.goto(`${origin}/datasets/katalog-ausdehnung.html`)
  check(await page.locator('.tab-map svg').first().isVisible() && !await page.locator('[data-map]').first().isVisible(),
    'without JavaScript there is the picture, and no button that does nothing')
  await page.context().close()
}
// Leaflet on a bad network: it comes late, or not at first.
{
  const page = await open()
  let isLost = true
  await page.route('**/assets/map.js', async route => {
    await new Promise(resolve => setTimeout(resolve, 600))
    await (isLost ? route.abort() : route.continue())
  })
  await page.goto(`${origin}/datasets/katalog-ausdehnung.html`, { waitUntil: 'networkidle' })
  const live = page.locator('[data-map=geojson]').first()
  const says = text => page.waitForFunction(text => new RegExp(text).test(document.querySelector('[data-map=geojson] p').textContent), text, { timeout: 3000 }).then(() => true, () => false)
  const known = said.length
  await live.locator('button').click()
  check(await says('wird geladen'), 'the button says that the map is loaded')
  check(await says('noch einmal'), 'and that it was lost, without a word of the data')
  said.length = known
  isLost = false
  await live.locator('button').click()
  await live.locator('button').click()
  await page.waitForSelector('.tab-live__map')
  await page.waitForTimeout(1000)
  check(await page.locator('.tab-live__map').count() === 1 && await page.locator('.leaflet-map-pane').count() === 1, 'another click tries again, and two open one map')
  await live.locator('.tab-live__close').click()
  check(await page.locator('.tab-live__map').count() === 0 && /Kein anderer Server/.test(await live.locator('p').textContent()), 'closed, it says what it said at first')
  await page.context().close()
}
check(said.length === 0, `nothing on the console${said.length ? ': ' + said[0] : ''}`)

// --- paper
{
  const page = await open({ viewport: { width: 794, height: 1000 } })
  await page.goto(`${origin}/datasets/baumkataster.html`)
  check(!await page.locator('.tab-print').isVisible(), 'the code is not on the screen')
  await page.emulateMedia({ media: 'print' })
  const picture = path.join(profile, 'code.png')
  await page.locator('.tab-print').screenshot({ path: picture })
  let read = ''
  try { read = execFileSync('zbarimg', ['--quiet', '--raw', picture], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() } catch (e) { read = String(e.message) }
  check(read === 'https://d.example/baumkataster', `zbar reads the code: ${read}`)
}

await browser.close()
server.close()
fs.rmSync(profile, { recursive: true })
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
