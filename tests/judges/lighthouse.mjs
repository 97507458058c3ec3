// Lighthouse on the start page, a list, a dataset and the search with an answer: 100 in accessibility, best practices and
// SEO, on a phone and a desktop, and in performance wherever the machine leaves it time. Performance is computed from a
// simulated network and processor; what the real processor does beside the tests goes into it, so the best of up to
// three runs counts, and on a busy machine (load above its processors) a lower figure is said but not judged.
// usage: node lighthouse.mjs PUBLIC
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { launch } from 'chrome-launcher'
import lighthouse, { desktopConfig } from 'lighthouse'

const root = path.resolve(process.argv[2])
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2',
  '.png': 'image/png', '.txt': 'text/plain; charset=utf-8', '.xml': 'application/xml' }
const RUNS = 3
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']

const server = http.createServer((request, response) => {
  const file = path.join(root, decodeURIComponent(new URL(request.url, 'http://x').pathname).replace(/\/$/, '/index.html'))
  if (!file.startsWith(root) || !fs.existsSync(file) || !fs.statSync(file).isFile()) {
    response.writeHead(404).end()
    return
  }
  for (const [name, value] of [['Content-Security-Policy', CSP], ['X-Content-Type-Options', 'nosniff'], ['Cross-Origin-Opener-Policy', 'same-origin'],
    ['Cache-Control', 'public, max-age=31536000'], ['Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream']]) response.setHeader(name, value)
  const bytes = fs.readFileSync(file)
  if (/\.(html|css|js|svg|json|txt|xml)$/.test(file)) response.setHeader('Content-Encoding', 'gzip').end(zlib.gzipSync(bytes))
  else response.end(bytes)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}/`
const largest = fs.readdirSync(path.join(root, 'datasets')).filter(name => name.endsWith('.html') && name !== 'index.html')
  .sort((a, b) => fs.statSync(path.join(root, 'datasets', b)).size - fs.statSync(path.join(root, 'datasets', a)).size)[0]
const pages = { start: '', list: 'datasets/index.html', dataset: `datasets/${largest}`, search: 'search.html?q=baum' }

const chrome = await launch({
  chromePath: process.env.CHROMIUM,
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
let passed = 0
let failed = 0
let skipped = 0
for (const device of ['phone', 'desktop']) {
  for (const [name, address] of Object.entries(pages)) {
    const best = {}
    const faults = new Map()
    let load = Infinity
    for (let run = 0; run < RUNS && !CATEGORIES.every(c => best[c] >= 100); run++) {
      const result = await lighthouse(origin + address, { port: chrome.port, output: 'json', logLevel: 'silent', onlyCategories: CATEGORIES.filter(c => !(best[c] >= 100)) },
        device === 'desktop' ? desktopConfig : undefined)
      load = Math.min(load, os.loadavg()[0])
      for (const c of Object.values(result.lhr.categories)) {
        if (c.score === null) continue // an audit broke off: measured again
        best[c.id] = Math.max(best[c.id] ?? 0, Math.round(100 * c.score))
        for (const { id, weight } of c.auditRefs) {
          const audit = result.lhr.audits[id]
          if (weight && audit.score !== null && audit.score < 1) faults.set(`${c.id} ${id}`, `${audit.title} ${audit.displayValue ?? ''}`)
        }
      }
    }
    const isBusy = load > os.cpus().length
    for (const c of CATEGORIES) {
      const isGood = best[c] >= 100
      const isJudged = c !== 'performance' || !isBusy
      const why = [...faults].filter(([key]) => key.startsWith(c + ' ')).map(([key, text]) => `${key.slice(c.length + 1)} (${text.trim()})`).join('; ')
      if (isGood) passed++
      else if (isJudged) failed++
      else skipped++
      console.log(`${isGood ? 'ok' : isJudged ? 'FAIL' : 'SKIP'} Lighthouse, ${device}, ${name}: ${c} ${best[c]}${isGood ? '' : `: ${why}`}${isGood || isJudged ? '' : ` (load ${load.toFixed(1)})`}`)
    }
  }
}
await chrome.kill()
server.close()
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed ? 1 : 0
