// The search page in Chromium, below a prefix and under the strict Content-Security-Policy: the box by keyboard,
// facets, the way back, axe with suggestions and results open, no layout shift; without scripts; from file://. The browser
// has nothing that the oldest ones do not have for which the portal is made.
// usage: node browse.mjs PUBLIC
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { aged, isMissed } from './aged.mjs'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const root = path.resolve(process.argv[2])
const PREFIX = '/preview/7/'
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2' }
// Of a bad network:
let pause = null // { before: a text of the page, ms }
let delay = () => 0 // of a path, in ms
let isLost = () => false // a path, for which the server has an error only
const server = http.createServer(async (request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://x').pathname)
  const wait = delay(name)
  if (wait) await new Promise(resolve => setTimeout(resolve, wait))
  if (isLost(name)) {
    response.writeHead(503).end()
    return
  }
  const file = path.join(root, name.slice(PREFIX.length))
  response.setHeader('Content-Security-Policy', CSP)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  if (!name.startsWith(PREFIX) || !file.startsWith(root) || !fs.existsSync(file) || !fs.statSync(file).isFile()) {
    response.writeHead(404).end()
    return
  }
  response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream')
  const bytes = fs.readFileSync(file)
  const cut = pause && file.endsWith('.html') ? bytes.indexOf(pause.before) : -1
  if (cut < 0) {
    response.end(bytes)
    return
  }
  response.write(bytes.subarray(0, cut))
  setTimeout(() => response.end(bytes.subarray(cut)), pause.ms)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`
const address = `${origin}${PREFIX}search.html`

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--allow-file-access-from-files=false']
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags })
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
    await page.addInitScript(aged)
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
// Whether it becomes so: a machine may be busy.
async function becomes (good) {
  for (const end = performance.now() + 10000; performance.now() < end; await new Promise(resolve => setTimeout(resolve, 50))) {
    if (await good().catch(() => false)) return true
  }
  return false
}
const hits = async page => parseInt((await page.textContent('#hits')).replace(/\D/g, ''), 10)
const focused = page => page.evaluate(() => document.activeElement?.id || document.activeElement?.name || document.activeElement?.tagName)

// or the table would have another shape than what reads it believes
{
  const { context, page } = await open(address, { width: 1280, height: 900, scheme: 'light' })
  judge('the browser is as old as the targets', isMissed('URLSearchParams', 'size') && await page.evaluate(() =>
    !('size' in URLSearchParams.prototype) && !('toSorted' in Array.prototype) && !('groupBy' in Object) && 'at' in Array.prototype && 'replaceChildren' in Element.prototype))
  await context.close()
}

for (const scheme of ['light', 'dark']) {
  for (const [width, height] of [[1280, 900], [360, 800]]) {
    const where = `${width} ${scheme}`
    const { context, page, faults } = await open(address, { width, height, scheme })
    for (let i = 0; i < 40 && await focused(page) !== 'q'; i++) await page.keyboard.press('Tab')
    judge(`${where}: Tab reaches the box`, await focused(page) === 'q')
    await page.keyboard.type('baumkat', { delay: 20 })
    await page.waitForSelector('#suggestions:not([hidden]) [role=option]')
    const words = await page.$$eval('#suggestions li', all => all.map(e => e.textContent))
    judge(`${where}: suggestions are nouns`, words.every(w => /^\p{Lu}/u.test(w)), words.join(' '))
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
    judge(`${where}: the number of hits is spoken`, await becomes(async () => /Treffer/.test(await page.textContent('#hits-spoken'))))
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
    const isDownload = () => document.activeElement?.matches('#downloads a[href]')
    for (let i = 0; i < 60 && !await page.evaluate(isDownload); i++) await page.keyboard.press('Tab')
    const wanted = await page.evaluate(() => document.activeElement.href)
    const asked = page.waitForRequest(wanted, { timeout: 5000 }).then(() => true, () => false)
    judge(`${where}: Tab reaches a download`, await page.evaluate(isDownload))
    await context.route(url => !url.href.startsWith(origin), route => route.abort()) // the file lies elsewhere: asking is enough
    const known = faults.length
    await page.keyboard.press('Enter')
    judge(`${where}: Enter asks for it`, await asked, wanted)
    faults.length = known
    judge(`${where}: no fault on the way`, !faults.length, faults.join('; '))
    await context.close()
  }
}

for (const scheme of ['light', 'dark']) {
  for (const [width, height] of [[1280, 900], [360, 800]]) {
    const where = `start page, ${width} ${scheme}`
    const { context, page, faults } = await open(`${origin}${PREFIX}index.html`, { width, height, scheme })
    const scripts = () => page.evaluate(() => performance.getEntriesByType('resource').map(e => e.name).filter(n => /suggest|\/search\//.test(n)))
    judge(`${where}: nothing of the search is loaded yet`, !(await scripts()).length, (await scripts()).join(' '))
    for (let i = 0; i < 40 && await focused(page) !== 'q'; i++) await page.keyboard.press('Tab')
    judge(`${where}: the box is a combobox before it is used`, await page.getAttribute('#q', 'role') === 'combobox' && await page.getAttribute('#q', 'aria-expanded') === 'false')
    await page.keyboard.type('baumkat') // faster than the script comes
    await page.waitForSelector('#suggestions:not([hidden]) [role=option]')
    await page.keyboard.press('ArrowDown')
    const active = await page.getAttribute('#q', 'aria-activedescendant')
    judge(`${where}: suggestions, the first picked by arrow`, active && await page.getAttribute(`#${active}`, 'aria-selected') === 'true', active)
    const faultsOpen = await inspect(page)
    judge(`${where}: axe with suggestions open`, !faultsOpen.length, faultsOpen.join('; '))
    judge(`${where}: their number is spoken`, await becomes(async () => /\d/.test(await page.textContent('#suggestions-spoken'))))
    await page.keyboard.press('Escape')
    judge(`${where}: Escape closes them and keeps the text`, await page.isHidden('#suggestions') && await page.inputValue('#q') === 'baumkat')
    await page.keyboard.press('ArrowDown')
    await page.waitForSelector('#suggestions:not([hidden])')
    await page.keyboard.press('Enter')
    await page.waitForURL(/search\.html/)
    await page.waitForSelector('#results a')
    judge(`${where}: Enter leads to the answer`, new URL(page.url()).searchParams.get('q') === 'Baumkataster' && /Baumkataster/.test(await page.textContent('#results a')), page.url())
    judge(`${where}: no fault on the way`, !faults.length, faults.join('; '))
    await context.close()
  }
}

// Several facets at once, from the address: each leaves fewer, and together they count what is there.
{
  const { context, page } = await open(`${address}?q=jahreszahlen`, { width: 1280, height: 900, scheme: 'light' })
  const all = await hits(page)
  await page.waitForSelector('[data-facet=year] li:not([hidden]) input')
  const choices = await page.$$eval('[data-facet=year] li', items => items.map(li => ({ year: li.querySelector('input').value, n: parseInt(li.querySelector('.tab-count').textContent.replace(/\D/g, ''), 10) })))
  judge('facet of years: the latest first', choices.every((c, i) => !i || c.year < choices[i - 1].year), JSON.stringify(choices))
  judge('facet of years: they are all there is', choices.reduce((sum, c) => sum + c.n, 0) === all, `${JSON.stringify(choices)} of ${all}`)
  const { year, n } = choices.find(c => c.n > 1 && c.n < all)
  const theme = await page.getAttribute('[data-facet=theme] li:not([hidden]) input', 'value')
  await page.goto(`${address}?q=jahreszahlen&year=${year}`, { waitUntil: 'networkidle' })
  judge('facet of years: the address alone', await hits(page) === n, `${await hits(page)} instead of ${n}`)
  await page.waitForSelector('[data-facet=theme] li input', { state: 'attached' })
  const promised = await page.$$eval('[data-facet=theme] li', (items, code) => parseInt(items.find(li => li.querySelector('input').value === code).querySelector('.tab-count').textContent, 10), theme)
  await page.goto(`${address}?q=jahreszahlen&year=${year}&theme=${theme}`, { waitUntil: 'networkidle' })
  await page.waitForSelector('[data-facet] input:checked')
  judge('two facets in the address leave as many as the first one promised', (promised ? await hits(page) : 0) === promised, `${await hits(page)} instead of ${promised}`)
  judge('two facets in the address are ticked', await page.locator('[data-facet] input:checked').count() === 2)
  // the answer is asked for before the page is whole, and may be there first
  for (const before of ['</head>', '<main', 'data-facet="publisher"', 'id="results"']) {
    pause = { before, ms: 1000 }
    await page.goto(`${address}?q=jahreszahlen&year=${year}`, { waitUntil: 'networkidle' })
    pause = null
    const ticked = await page.waitForSelector('[data-facet=year] input:checked', { timeout: 10000 }).catch(() => null)
    judge(`facets on a page that comes slowly from ${before} on`, ticked && await hits(page) === n && await page.locator('[data-facet=theme] li').count() > 0)
  }
  // the same places as pages, for whoever has no script
  await page.goto(`${origin}${PREFIX}regions/index.html`)
  const places = await page.$$eval('.tab-directory li', all => all.map(li => ({ href: li.querySelector('a').href, n: parseInt(li.querySelector('.tab-count').textContent.replace(/\D/g, ''), 10) })))
  const place = places.sort((a, b) => b.n - a.n)[0]
  await page.goto(place.href)
  await page.goto(await page.locator('a[href*="search.html?region="]').first().evaluate(a => a.href), { waitUntil: 'networkidle' })
  await page.waitForSelector('#results a')
  judge('the page of a place has as many as the search', place.n > 1 && await hits(page) === place.n, `${await hits(page)} instead of ${place.n}`)
  await page.goto(`${address}?kind=publisher`, { waitUntil: 'networkidle' })
  await page.waitForSelector('#results a')
  judge('publishers are found', await page.locator('#results a[href*="publishers/"]').count() > 0)
  await page.goto(`${address}?q=datenschutz&kind=page`, { waitUntil: 'networkidle' })
  await page.waitForSelector('#results a')
  judge('pages are found', await page.locator('#results a').count() > 0, await page.textContent('#hits'))
  await context.close()
}

// Another order: what it needs is asked for only then; it stands in the address and is read out.
{
  const { context, page, faults } = await open(`${address}?q=jahreszahlen`, { width: 1280, height: 900, scheme: 'light' })
  const { compare } = new Intl.Collator('de', { numeric: true })
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').filter(e => /\/o\d+$/.test(e.name)).length)
  const first = await page.textContent('#results a')
  const shown = async name => {
    await page.waitForFunction(t => document.querySelector('#results a')?.textContent !== t, first)
    return page.$$eval(`#results ${name}`, all => all.map(e => e.dateTime ?? e.textContent))
  }
  judge('orders: nothing is loaded for the usual one', await loaded() === 0 && await page.getByLabel('Sortieren nach').inputValue() === '')
  await page.focus('#sort')
  await page.keyboard.press('End')
  const titles = await shown('a')
  judge('orders: by title, by keyboard', titles.length === 10 && titles.every((t, i) => !i || compare(titles[i - 1], t) <= 0), titles.join(' | '))
  judge('orders: it stands in the address', new URL(page.url()).searchParams.get('sort') === 'title' && await focused(page) === 'sort', page.url())
  judge('orders: it is spoken', await becomes(async () => /Titel, von A bis Z/.test(await page.textContent('#hits-spoken'))))
  await page.selectOption('#sort', 'date')
  await page.waitForFunction(t => document.querySelector('#results a')?.textContent !== t, titles[0])
  const dates = await shown('time')
  judge('orders: the newest first', dates.length === 10 && dates.every((d, i) => !i || dates[i - 1] >= d), dates.join(' | '))
  await page.goto(`${address}?theme=ENVI&sort=title`, { waitUntil: 'networkidle' })
  const themed = await page.$$eval('#results a', all => all.map(e => e.textContent))
  judge('orders: without words, from the address', await page.inputValue('#sort') === 'title' && themed.length === 10 && themed.every((t, i) => !i || compare(themed[i - 1], t) <= 0), themed.join(' | '))
  judge('orders: no fault', !faults.length, faults.join('; '))
  await context.close()
}

// Nothing found: because of a facet; because a compound occurs only in parts; at all.
{
  const { context, page } = await open(`${address}?q=baum&theme=JUST`, { width: 360, height: 800, scheme: 'dark' })
  const without = parseInt((await page.textContent('#note')).replace(/\D/g, ''), 10)
  judge('nothing with a facet: says so, and how many without', /Eingrenzung/.test(await page.textContent('#hits')) && without > 1, `${await page.textContent('#hits')} ${await page.textContent('#note')}`)
  const faults = await inspect(page)
  judge('nothing with a facet: axe', !faults.length, faults.join('; '))
  await page.click('#lift button')
  await page.waitForSelector('#results a')
  judge('nothing with a facet: a button lifts it', await hits(page) === without && !new URL(page.url()).searchParams.has('theme') && await page.isHidden('#lift'), page.url())
  await page.goto(`${address}?q=xyzzyq`, { waitUntil: 'networkidle' })
  judge('nothing at all: other data can be wished for', await page.isVisible('#wish a') && await page.isHidden('#lift') && await page.isHidden('#order'))
  await page.goto(`${address}?q=Zeitreihentabelle+2025`, { waitUntil: 'networkidle' })
  judge('a compound that occurs nowhere: its parts, and says so', /Zeitreihentabelle.*Teilen: /.test(await page.textContent('#note')) && await hits(page) > 0, await page.textContent('#note'))
  await page.goto(`${address}?q=baum&year=2025`, { waitUntil: 'networkidle' })
  judge('the title says what is asked', (await page.title()).startsWith('baum – '), await page.title())
  await page.click('header a[hreflang=en]')
  await page.waitForURL(/en\/search/)
  judge('the other language answers the same question', page.url().endsWith('en/search.html?q=baum&year=2025'), page.url())
  await context.close()
}

// A page older than the last but one publication: the folders its manifest names are gone.
{
  const { context, page } = await open(address, { width: 1280, height: 900, scheme: 'light' })
  let manifests = 0
  await page.route('**/search/de/index.js', async route => {
    const answer = await route.fetch()
    const script = await answer.text()
    await route.fulfill({ response: answer, body: ++manifests === 1 ? script.replace(/("terms":")[0-9a-f]+/, '$1000000000000') : script })
  })
  await page.goto(`${address}?q=baum`, { waitUntil: 'networkidle' })
  await page.waitForSelector('#results a', { timeout: 10000 }).catch(() => {})
  judge('an index that is gone is looked for anew', manifests === 2 && await page.locator('#results a').count() > 0, `${manifests} manifests, ${await page.textContent('#hits')}`)
  await context.close()
}

// A slow line. What is asked in the meantime gets its own answer.
const index = name => /\/search\/de\/.+\//.test(name)
const calm = () => { delay = () => 0; isLost = () => false }
const titles = page => page.$$eval('#results h2', all => all.map(e => e.textContent).join(' | '))
{
  const { context, page, faults } = await open(`${address}?q=schule`, { width: 360, height: 800, scheme: 'light' })
  const wanted = await titles(page)
  delay = name => index(name) ? 500 : 0
  await page.goto(`${address}?q=baum`)
  await page.fill('#q', 'schule')
  await page.keyboard.press('Enter')
  await page.waitForLoadState('networkidle')
  judge('slow line: a second question before the first answer', await becomes(async () => await titles(page) === wanted), await titles(page))
  await page.waitForTimeout(1000) // the first answer does not come after it
  judge('slow line: and it stays', await titles(page) === wanted, await titles(page))
  calm()
  judge('slow line: no fault', !faults.length, faults.join('; '))
  await context.close()
}

// A search that takes its time says so; one that does not, says nothing.
{
  const { context, page, faults } = await open(address, { width: 360, height: 800, scheme: 'light' })
  await page.addInitScript(() => {
    window.said = []
    const look = () => {
      for (const id of ['hits', 'hits-spoken']) window.said.push(document.getElementById(id)?.textContent)
      if (document.querySelector('#results a')) window.answered ??= performance.now()
    }
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
  })
  const isBusy = () => page.evaluate(() => document.querySelector('#found').getAttribute('aria-busy') === 'true')
  const isSaid = () => page.evaluate(() => window.said.some(text => /läuft …/.test(text)))
  const sign = () => page.waitForFunction(() => ['hits', 'hits-spoken'].every(id => /läuft …/.test(document.getElementById(id).textContent)), null, { timeout: 10000 }).then(() => true, () => false)
  await page.goto(`${address}?q=baum`, { waitUntil: 'networkidle' })
  judge('a fast answer: no word of waiting', await hits(page) > 1 && (!await isSaid() || await page.evaluate(() => window.answered > 400)))
  delay = name => index(name) ? 2500 : 0
  await page.goto(`${address}?q=schule`)
  judge('a slow answer: the page says that it searches', await sign() && await isBusy(), await page.textContent('#hits'))
  const faultsBusy = await inspect(page)
  judge('a slow answer: axe while it searches', !faultsBusy.length, faultsBusy.join('; '))
  await page.waitForSelector('#results a')
  judge('a slow answer: it does not search any longer', await hits(page) > 1 && !await isBusy())
  const shift = await page.evaluate(() => window.shift)
  judge('a slow answer: nothing moves', shift < 0.01, `layout shift ${shift}`)
  await page.fill('#q', 'wahlkreis')
  await page.keyboard.press('Enter')
  judge('a slow answer to the next question: hits of the one before are marked', await sign() && await isBusy() && await page.isVisible('#results a'), await page.textContent('#hits'))
  await page.waitForFunction(() => /Treffer/.test(document.querySelector('#hits').textContent))
  judge('a slow answer to the next question: it comes', !await isBusy() && /[Ww]ahl/.test(await titles(page)), await titles(page))
  delay = () => 0
  isLost = index
  await page.fill('#q', 'haltestelle')
  await page.waitForFunction(() => /nicht erreichbar/.test(document.querySelector('#hits-spoken').textContent), null, { timeout: 10000 }).catch(() => {})
  judge('no answer: the page says so, also aloud', /nicht erreichbar/.test(await page.textContent('#hits')) && /nicht erreichbar/.test(await page.textContent('#hits-spoken')), await page.textContent('#hits'))
  calm()
  judge('a slow answer: no fault', faults.every(f => /503/.test(f)), faults.join('; '))
  await context.close()
}

// The page without its scripts, or before them.
{
  const { context, page } = await open(address, { width: 360, height: 800, scheme: 'light' })
  isLost = name => name.endsWith('assets/search.js')
  await page.goto(`${address}?q=baum`, { waitUntil: 'networkidle' })
  judge('without search.js: the page says so', await page.locator('main p', { hasText: 'JavaScript' }).isVisible())
  calm()
  pause = { before: 'id="results"', ms: 3000 }
  await page.goto(`${address}?q=baum`, { waitUntil: 'commit' })
  await page.waitForSelector('#order', { state: 'attached' })
  judge('a page that is not whole yet: nothing about JavaScript', await page.locator('#without').count() === 0 && await page.locator('#results').count() === 0)
  await page.waitForSelector('#results a')
  pause = null
  delay = name => name.endsWith('de/index.js') ? 8000 : 0
  await page.goto(`${address}?q=baum`, { waitUntil: 'commit' })
  await page.waitForFunction(() => /läuft …/.test(document.querySelector('#hits')?.textContent), null, { timeout: 7000 }).catch(() => {})
  judge('a manifest that comes late: the page is there', await page.evaluate(() => /läuft …/.test(document.querySelector('#hits')?.textContent) && performance.getEntriesByName('first-paint').length > 0))
  await page.waitForSelector('#results a')
  judge('a manifest that comes late: hits', await hits(page) > 1)
  calm()
  let manifests = 0
  isLost = name => name.endsWith('de/index.js') && ++manifests === 1
  delay = name => name.endsWith('assets/search.js') ? 300 : 0 // so it fails before
  await page.goto(`${address}?q=baum`, { waitUntil: 'networkidle' })
  await page.waitForSelector('#results a', { timeout: 10000 }).catch(() => {})
  judge('a manifest that is lost is fetched again', await hits(page) > 1, `${manifests} manifests, ${await page.textContent('#hits')}`)
  calm()
  await context.close()
}

// Typed before the scripts were there.
for (const query of ['', '?q=schule']) {
  const { context, page, faults } = await open(address, { width: 360, height: 800, scheme: 'light' })
  delay = name => name.endsWith('portal.js') ? 3000 : 0
  await page.goto(`${address}${query}`, { waitUntil: 'commit' })
  await page.waitForSelector('#q')
  await page.focus('#q')
  await page.keyboard.type('baumkataster')
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => /Baumkataster/.test(document.querySelector('#results a')?.textContent), null, { timeout: 10000 }).catch(() => {})
  judge(`typed early${query}: is the question`, await page.inputValue('#q') === 'baumkataster' && /Baumkataster/.test(await titles(page)) && page.url().endsWith('?q=baumkataster'), `${await page.inputValue('#q')} ${page.url()}`)
  calm()
  judge(`typed early${query}: no fault`, !faults.length, faults.join('; '))
  await context.close()
}

// Facets that fail once: the hits stay, and the next question, or whoever opens them again, gets both.
for (const name of ['assets/search-facets.js', '/f0', '/facets.json']) {
  const { context, page } = await open(address, { width: 1280, height: 900, scheme: 'light' })
  isLost = path => path.endsWith(name)
  await page.goto(`${address}?q=baum`, { waitUntil: 'networkidle' })
  judge(`without ${name}: hits`, await page.isVisible('#results a') && await hits(page) > 1, await page.textContent('#hits'))
  calm()
  await page.fill('#q', 'schule')
  const box = await page.waitForSelector('[data-facet=theme] li:not([hidden]) input', { timeout: 10000 }).catch(() => null)
  judge(`without ${name}: the next question has facets`, box && await page.isVisible('#results a'), await page.textContent('#hits'))
  await context.close()
}
{
  const { context, page } = await open(`${address}?q=baum`, { width: 360, height: 800, scheme: 'light' })
  isLost = () => true
  await page.focus('#narrow summary')
  for (const time of ['first', 'second']) {
    await page.keyboard.press('Enter')
    await page.waitForTimeout(500)
    judge(`facets opened without a network, ${time} time: the hits and the focus stay`, await page.isVisible('#results a') && await hits(page) > 1 && await focused(page) === 'SUMMARY', `${await page.textContent('#hits')} ${await focused(page)}`)
  }
  calm()
  await page.keyboard.press('Enter')
  const box = await page.waitForSelector('[data-facet=theme] li:not([hidden]) input', { timeout: 10000 }).catch(() => null)
  judge('facets opened with a network again', box && await page.isVisible('#results a'), await page.textContent('#hits'))
  await context.close()
}

// Suggestions that come late do not cover the hits.
{
  const { context, page } = await open(address, { width: 360, height: 800, scheme: 'light' })
  await page.focus('#q')
  await page.waitForTimeout(500) // the script is there
  delay = name => /\/t\d+$/.test(name) ? 800 : 0
  await page.keyboard.type('baum')
  await page.waitForTimeout(300)
  await page.keyboard.press('Enter')
  await page.waitForSelector('#results a')
  await page.waitForTimeout(1500)
  judge('suggestions: not after Enter', await page.isHidden('#suggestions') && await page.isVisible('#results a'))
  await page.keyboard.press('ArrowDown')
  const shown = await page.waitForSelector('#suggestions:not([hidden])', { timeout: 10000 }).catch(() => null)
  judge('suggestions: again when asked for', shown)
  calm()
  await context.close()
}

{
  const { context, page } = await open(`${origin}${PREFIX}index.html`, { width: 360, height: 800, scheme: 'light' })
  isLost = name => name.endsWith('suggest.js')
  await page.focus('[data-suggest]')
  await page.waitForLoadState('networkidle')
  calm()
  await page.focus('header a')
  await page.focus('[data-suggest]')
  await page.keyboard.type('baumkat')
  const shown = await page.waitForSelector('#suggestions:not([hidden])', { timeout: 10000 }).catch(() => null)
  judge('suggestions: their script, once lost, comes with the next focus', shown)
  await context.close()
}

// The history: a step for each question, none for what is there already.
{
  const { context, page } = await open(`${address}?q=schule`, { width: 1280, height: 900, scheme: 'light' })
  const steps = () => page.evaluate(() => history.length)
  const at = () => decodeURI(new URL(page.url()).search)
  const first = await steps()
  await page.focus('#q')
  await page.keyboard.press('Enter')
  await page.waitForTimeout(300)
  judge('history: Enter on what is there is no step', await steps() === first)
  await page.fill('#q', 'baum')
  await page.waitForFunction(() => location.search === '?q=baum')
  judge('history: typing is no step', await steps() === first)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await becomes(async () => await steps() > first)
  await page.waitForTimeout(300)
  judge('history: Enter is one', await steps() === first + 1 && at() === '?q=baum', `${await steps() - first} ${at()}`)
  await page.goBack()
  judge('history: back leads to the question before', await becomes(async () => at() === '?q=schule' && await page.inputValue('#q') === 'schule'), at())
  await page.fill('#q', 'wahl')
  await page.waitForFunction(() => location.search === '?q=wahl' && document.querySelector('[data-facet=theme] li:not([hidden]) input') && !document.querySelector('[aria-busy=true]'))
  await page.waitForTimeout(500)
  await page.click('[data-facet=theme] li:not([hidden]) input')
  await page.waitForFunction(() => /theme=/.test(location.search))
  for (const wanted of ['?q=wahl', '?q=schule']) {
    await page.goBack()
    judge(`history: back from a facet of what was typed, to ${wanted}`, await becomes(async () => at() === wanted), at())
  }
  await context.close()
}

// A box that is there only because it is ticked keeps the focus when it is not any longer.
{
  const { context, page } = await open(`${address}?q=stadt`, { width: 1280, height: 900, scheme: 'light' })
  await page.waitForSelector('[data-facet=format] li[hidden]', { state: 'attached' })
  const hidden = await page.$$eval('[data-facet] li', all => all.filter(li => li.hidden && li.querySelector('.tab-count').textContent !== '0').map(li => ({ facet: li.querySelector('input').name, code: li.querySelector('input').value })))
  const { facet, code } = hidden[0]
  await page.goto(`${address}?q=stadt&${facet}=${encodeURIComponent(code)}`, { waitUntil: 'networkidle' })
  await page.waitForSelector(`[data-facet=${facet}] input:checked`)
  await page.focus(`[data-facet=${facet}] input:checked`)
  const n = await hits(page)
  await page.keyboard.press('Space')
  await page.waitForFunction(n => parseInt(document.querySelector('#hits').textContent, 10) !== n, n)
  await page.waitForTimeout(500)
  judge('facets: a box that is unticked keeps the focus', await becomes(() => page.evaluate(code => document.activeElement.value === code && document.activeElement.offsetParent !== null, code)), await focused(page))
  await context.close()
}

// Back or reload lead to the place in the hits, on a slow line, too.
for (const [width, height] of [[360, 640], [1280, 800]]) {
  const { context, page } = await open(`${address}?q=leipzig&page=2`, { width, height, scheme: 'light' })
  const ninth = page.locator('#results a').nth(8)
  const isThere = () => ninth.evaluate(a => { const { top, bottom } = a.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight })
  for (const way of ['back', 'reload']) {
    await ninth.scrollIntoViewIfNeeded()
    await page.waitForTimeout(200)
    if (way === 'back') await page.goto(`${origin}${PREFIX}index.html`, { waitUntil: 'networkidle' })
    delay = name => index(name) ? 400 : 0
    await (way === 'back' ? page.goBack() : page.reload())
    await ninth.waitFor({ state: 'attached' })
    judge(`${width}: ${way} leads to the place in the hits`, await becomes(isThere), `at ${await page.evaluate(() => scrollY)}`)
    calm()
  }
  await page.goto(`${origin}${PREFIX}index.html`, { waitUntil: 'networkidle' })
  await page.goto(`${address}?q=leipzig&page=2`, { waitUntil: 'networkidle' })
  judge(`${width}: a link leads to the top`, await page.evaluate(() => scrollY === 0))
  await context.close()
}

// Back to a page that the browser kept: in the colours that were chosen since.
{
  const keeping = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  const page = await (await keeping.newContext({ colorScheme: 'light' })).newPage()
  await page.goto(`${address}?q=baum`, { waitUntil: 'networkidle' })
  await page.evaluate(() => { window.isKept = true })
  await page.goto(`${origin}${PREFIX}index.html`, { waitUntil: 'networkidle' })
  await page.click('[data-theme-switch]')
  await page.evaluate(() => { setTimeout(() => history.back()) })
  await page.waitForFunction(() => window.isKept, null, { timeout: 10000 }).catch(() => {})
  if (await page.evaluate(() => window.isKept)) {
    judge('back to a kept page: the chosen colours', await page.evaluate(() => document.documentElement.dataset.kernTheme === 'dark' && document.querySelector('[data-theme-switch]').ariaPressed === 'true'))
  } else judge('the browser keeps pages', false)
  await keeping.close()
}

const english = await open(`${origin}${PREFIX}en/search.html?q=tree`, { width: 1280, height: 900, scheme: 'light' })
judge('English: finds and says so', /results?$/.test(await english.page.textContent('#hits')), await english.page.textContent('#hits'))
await english.context.close()

const quiet = await open(`${address}?q=baum`, { width: 360, height: 800, scheme: 'light', script: false })
judge('without scripts: the page explains itself and offers the lists', await quiet.page.locator('main p', { hasText: 'JavaScript' }).isVisible() && await quiet.page.locator('.tab-linklist a[href$="datasets/index.html"]').isVisible())
await quiet.context.close()

const local = await open(`${pathToFileURL(path.join(root, 'search.html'))}?q=baum`, { width: 1280, height: 900, scheme: 'light' })
judge('from file://: says why not', /Datei/.test(await local.page.textContent('#hits')), await local.page.textContent('#hits'))
judge('from file://: offers nothing that narrows down what is not there', !await local.page.locator('.tab-found').isVisible())
await local.context.close()

await browser.close()
server.close()
console.log(`${passed} passed, ${failed} failed, 0 skipped`)
process.exitCode = failed ? 1 : 0
