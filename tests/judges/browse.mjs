// Opens one page of every kind in Chromium and lets axe judge it: phone and desktop, light and dark. The
// portal is served as SECURITY demands of a server: strict Content-Security-Policy, no sniffing.
// usage: node browse.mjs PUBLIC
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const root = path.resolve(process.argv[2])
// data: images are KERN's icons in the style sheet: a mask from a file would not load from file://.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.png': 'image/png', '.json': 'application/json',
  '.xml': 'application/xml', '.rdf': 'application/rdf+xml', '.ttl': 'text/turtle', '.jsonld': 'application/ld+json',
  '.csv': 'text/csv; charset=utf-8', '.geojson': 'application/geo+json', '.txt': 'text/plain; charset=utf-8',
}
const WIDTHS = [[360, 800], [1280, 900]]
const SCHEMES = ['light', 'dark']

const html = fs.readdirSync(root, { recursive: true }).map(String).filter(name => name.endsWith('.html')).sort()
// At a former address: gone before anybody can look at it.
const isMoved = name => fs.readFileSync(path.join(root, name), 'utf8').includes('<meta http-equiv="refresh"')

// Every kind of page, in both languages: the largest of its folder shows most; of datasets also the
// smallest, and those with a marked part.
function pages () {
  const all = html.filter(name => !isMoved(name))
  const size = name => fs.statSync(path.join(root, name)).size
  if (process.env.PAGES === 'all') return all
  const chosen = new Set()
  const folders = new Map()
  for (const name of all) {
    // themes/ENVI/formats and themes/TRAN/formats hold the same kind, as the folders of datasets do
    const folder = path.dirname(name).replace(/(themes|publishers)\/[^/]+\//, '$1/*/').replace(/(^|\/)datasets\/.+/, '$1datasets/*')
    if (folder === '.' || folder === 'en' || path.basename(name) === 'index.html') chosen.add(name)
    else folders.set(folder, [...(folders.get(folder) ?? []), name])
  }
  for (const [, names] of folders) {
    names.sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1))
    chosen.add(names[0])
    if (names.length > 3) chosen.add(names.at(-1))
  }
  const first = (folder, pattern) => [...(folders.get(folder) ?? [])].sort().find(name => pattern.test(fs.readFileSync(path.join(root, name), 'utf8')))
  for (const folder of ['series', 'en/series', 'services', 'en/services']) chosen.add(first(folder, /withdrawn|zurückgezogen/i))
  chosen.delete(undefined)
  for (const folder of ['datasets', 'en/datasets']) {
    for (const pattern of [/withdrawn|zurückgezogen/i, /<table/, /<svg/, /class="tab-preview/]) {
      const name = first(folder, pattern)
      if (name) chosen.add(name)
    }
  }
  return [...chosen].sort()
}

const server = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, 'http://x').pathname).replace(/\/$/, '/index.html')
  const wanted = path.join(root, name)
  const file = [wanted, wanted + '.html'].find(f => f.startsWith(root) && fs.existsSync(f) && fs.statSync(f).isFile())
  response.setHeader('Content-Security-Policy', CSP)
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'same-origin')
  if (!file) {
    response.writeHead(404).end()
    return
  }
  response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream')
  response.end(fs.readFileSync(file))
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
const names = pages()

// One window of the browser, which opens page after page; `faults` is the list of the page being shown.
async function openWindow (scheme, [width, height], script) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script, reducedMotion: 'reduce' })
  const view = { name: script ? `${scheme} ${width}` : 'without script', script, scheme, faults: [] }
  await context.route('**', route => {
    const url = route.request().url()
    if (url.startsWith(origin + '/') || url.startsWith('data:')) return route.continue()
    view.faults.push(`asks for ${url}`)
    return route.abort()
  })
  view.page = await context.newPage()
  view.page.on('console', message => view.faults.push(`console ${message.type()}: ${message.text().slice(0, 100)} … ${message.text().slice(-160)}`))
  view.page.on('pageerror', error => view.faults.push(`script error: ${error.message}`))
  // ERR_ABORTED: the next page was opened before a font of this one had come.
  view.page.on('requestfailed', request => request.failure()?.errorText === 'net::ERR_ABORTED' || view.faults.push(`not loaded: ${request.url().slice(0, 200)} ${request.failure()?.errorText}`))
  view.page.on('response', answer => { if (answer.status() >= 400) view.faults.push(`${answer.status()} ${answer.url()}`) })
  if (script) {
    await view.page.addInitScript(() => {
      window.cspReports = []
      document.addEventListener('securitypolicyviolation', e => window.cspReports.push(`${e.violatedDirective}: ${e.blockedURI} ${e.sample}`))
    })
  }
  return view
}

async function look (view, name) {
  view.faults = []
  await view.page.goto(`${origin}/${name}`, { waitUntil: 'load' })
  if (!view.script) return
  view.faults.push(...(await view.page.evaluate(() => window.cspReports)).map(r => `CSP ${r}`))
  await view.page.evaluate(() => { for (const part of document.querySelectorAll('details')) part.open = true })
  await view.page.evaluate(axe)
  // In the dark only colours are different.
  const result = await view.page.evaluate(rules => window.axe.run(document, { resultTypes: ['violations'], ...rules }),
    view.scheme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {})
  for (const v of result.violations) view.faults.push(`axe ${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')}`)
  const over = await view.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (over > 0) view.faults.push(`is ${over} px wider than the screen`)
}

const found = new Map() // fault -> page -> windows
const bad = new Set()

async function judge (views) {
  for (const view of views) {
    for (const name of names) {
      await look(view, name)
      for (const fault of new Set(view.faults)) {
        bad.add(name)
        const where = found.get(fault) ?? new Map()
        where.set(name, [...(where.get(name) ?? []), view.name])
        found.set(fault, where)
      }
    }
  }
}

// A former address leads on to the page that its canonical link names, without a script, too.
async function follow (view, name) {
  view.faults = []
  await view.page.goto(`${origin}/${name}`, { waitUntil: 'commit' })
  const canonical = fs.readFileSync(path.join(root, name), 'utf8').match(/rel="canonical" href="([^"]+)"/)[1]
  await view.page.waitForURL(url => url.href !== `${origin}/${name}`, { waitUntil: 'load', timeout: 10000 }).catch(() => view.faults.push('leads nowhere'))
  if (!canonical.endsWith(new URL(view.page.url()).pathname)) view.faults.push(`leads to ${view.page.url()}, not to ${canonical}`)
  console.log(`${view.faults.length ? 'FAIL' : 'ok'} ${name}, a former address, ${view.name} ${view.faults.join('; ')}`)
  followed.push(view.faults.length === 0)
}

const followed = []
const views = []
for (const scheme of SCHEMES) for (const size of WIDTHS) views.push(await openWindow(scheme, size, true))
views.push(await openWindow('light', WIDTHS[0], false))
await Promise.all([judge(views.slice(0, 2)), judge(views.slice(2))])
for (const name of html.filter(isMoved).slice(0, process.env.PAGES === 'all' ? undefined : 1))
  for (const view of [views[0], views.at(-1)]) await follow(view, name)
for (const name of names) console.log(`${bad.has(name) ? 'FAIL' : 'ok'} ${name}`)
for (const [fault, where] of found) {
  console.log(`  ${fault}`)
  for (const [name, windows] of [...where].slice(0, 3)) console.log(`      ${name} [${windows.join(', ')}]`)
  if (where.size > 3) console.log(`      and ${where.size - 3} more pages`)
}
await browser.close()
server.close()
const lost = followed.filter(arrived => !arrived).length
console.log(`${names.length - bad.size + followed.length - lost} passed, ${bad.size + lost} failed`)
process.exitCode = bad.size + lost ? 1 : 0
