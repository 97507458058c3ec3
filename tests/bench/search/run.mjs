// How long a reader waits for the first answer, in Chromium at 40 ms and 10 Mbit/s (SLOW='40 10e6'), beside Pagefind and MiniSearch.
//
//	question  the search page is open and idle, then the first question is asked: the first answer of the search itself
//	start     the start page is open and its search box has the focus, then the first question is asked
//	address   a link with a question is followed from an empty page, nothing is cached: page, style sheet, script, index
//
// from the key that asks until the hits are painted. All three show the same page; only the script is another. Before the
// first question Tabularium has loaded its script and manifest, Pagefind what its init() loads, MiniSearch its script; on
// the start page Tabularium loads its script and manifest with the focus, the others nothing.
// Bytes are those of the answers' bodies as they are sent: of everything, and of the search alone (script and index).
//
//	SIZES    numbers of datasets (10000)
//	RUNS     how often each question is asked (3)
//	OTHERS   no: without the others; they are also left out above MOST_OTHERS
//
// The figures judge nothing: this never fails because something took long.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import http2 from 'node:http2'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { createRequire } from 'node:module'
import MiniSearch from 'minisearch'
import * as pagefind from 'pagefind'

const require = createRequire(new URL('../../package.json', import.meta.url))
const { chromium } = require('playwright-core')
const { buildSync } = createRequire(new URL('../../../templates/assets/package.json', import.meta.url))('esbuild')

const here = new URL('.', import.meta.url).pathname
const root = path.resolve(here, '../../..')
const scratch = process.argv[2]
const sizes = (process.env.SIZES ?? '10000').split(' ').map(Number)
const RUNS = Number(process.env.RUNS ?? 3)
const [LATENCY, BITS] = (process.env.SLOW ?? '40 10e6').split(' ').map(Number)
const MOST_OTHERS = 30000

const run = (command, ...args) => execFileSync(command, args, { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] })
const median = list => [...list].sort((a, b) => a - b)[list.length >> 1]

// ---- what is served ----

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2' }
const EMPTY = '/empty.html'
const packed = new Map()
let public_
let served = [] // { name, bytes } since the last measurement began

// The slow network stands here and not in the browser's developer tools, which leave out workers: an answer begins
// LATENCY after its question, and all answers share the line, in turn.
const line = []
let isBusy = false
function nextPiece () {
  isBusy = line.length > 0
  if (!isBusy) return
  const answer = line.shift()
  const piece = answer.bytes.subarray(answer.at, answer.at += 2500)
  if (answer.at < answer.bytes.length) line.push(answer)
  lineIsFree = Math.max(lineIsFree, performance.now()) + piece.length * 8e3 / BITS
  const wait = lineIsFree - performance.now()
  const send = () => {
    if (!answer.stream.destroyed) answer.at < answer.bytes.length ? answer.stream.write(piece) : answer.stream.end(piece)
    nextPiece()
  }
  if (wait > 2) setTimeout(send, wait - 1)
  else setImmediate(send)
}
let lineIsFree = 0
function sendSlowly (stream, bytes) {
  setTimeout(() => {
    line.push({ stream, bytes, at: 0 })
    if (!isBusy) nextPiece()
  }, LATENCY)
}

execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
  '-keyout', `${scratch}/key`, '-out', `${scratch}/cert`], { stdio: 'ignore' })
// Chromium keeps nothing of a server whose certificate it does not know.
const pin = execFileSync('bash', ['-c', `openssl x509 -pubkey -noout -in ${scratch}/cert | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64`]).toString().trim()
const cacheControl = name => /^\/search\/.*\/.*\//.test(name) ? 'public, max-age=31536000, immutable' : /^\/(assets|search|pagefind)\//.test(name) ? 'public, max-age=300' : 'no-cache'
const server = http2.createSecureServer({ key: fs.readFileSync(`${scratch}/key`), cert: fs.readFileSync(`${scratch}/cert`) })
server.on('stream', (stream, headers) => {
  const name = decodeURIComponent(new URL(headers[':path'], 'http://x').pathname)
  const file = path.join(public_, name)
  stream.on('error', () => {})
  if (name === EMPTY) {
    stream.respond({ ':status': 200, 'content-type': 'text/html' })
    stream.end('<!DOCTYPE html><title>Empty</title><link rel="icon" href="data:,">')
    return
  }
  if (!fs.existsSync(file) || !fs.statSync(file).isFile()) {
    stream.respond({ ':status': 404 })
    stream.end()
    return
  }
  if (!packed.has(file)) {
    const bytes = fs.readFileSync(file)
    // as the configuration for nginx does: text, and the index's files, of 1 KB and more
    const isPacked = bytes.length >= 1024 && (/\.(html|css|js|svg|json)$/.test(name) || /^\/search\//.test(name))
    packed.set(file, { bytes: isPacked ? zlib.gzipSync(bytes) : bytes, isPacked })
  }
  const { bytes, isPacked } = packed.get(file)
  stream.respond({ ':status': 200, 'content-type': TYPES[path.extname(name)] ?? 'application/octet-stream', 'content-length': bytes.length,
    'cache-control': cacheControl(name), ...(isPacked ? { 'content-encoding': 'gzip' } : {}) })
  served.push({ name, bytes: bytes.length, at: Date.now() })
  sendSlowly(stream, bytes)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `https://127.0.0.1:${server.address().port}`

// ---- the portal and its rivals ----

const SHOW = `
const list = document.getElementById('results');
const show = hits => {
  list.replaceChildren(...hits.map(([url, title, text]) => {
    const li = document.createElement('li'), a = document.createElement('a'), p = document.createElement('p');
    li.className = 'tab-result'; a.href = url; a.textContent = title; p.textContent = text;
    li.append(a, p);
    return li;
  }));
  document.getElementById('found').hidden = false;
};
const form = document.getElementById('search');
form.addEventListener('submit', event => { event.preventDefault(); ask(form.elements.q.value); });
const q = new URLSearchParams(location.search).get('q');
if (q) ask(q);
`
const PAGEFIND = `
const loaded = import(new URL('../pagefind/pagefind.js', import.meta.url)).then(async pagefind => { await pagefind.init(); return pagefind });
async function ask(q) {
  const found = await (await loaded).search(q);
  const hits = await Promise.all(found.results.slice(0, 10).map(r => r.data()));
  show(hits.map(d => [d.url, d.meta.title, d.plain_excerpt ?? '']));
}
`
const MINISEARCH = `
import MiniSearch from 'minisearch';
let index;
async function ask(q) {
  index ??= await MiniSearch.loadJSONAsync(await (await fetch(new URL('../minisearch.json', import.meta.url))).text(), OPTIONS);
  show(index.search(q, { prefix: true, fuzzy: 0.2, combineWith: 'AND' }).slice(0, 10).map(d => ['datasets/' + d.id + '.html', d.title, d.teaser]));
}
`
const OPTIONS = { fields: ['title', 'keywords', 'publisher', 'text'], storeFields: ['title', 'teaser'], searchOptions: { boost: { title: 4, keywords: 2 } } }

function makeIndex (n) {
  run('git', 'init', '--quiet', '--bare', '--initial-branch=main', `${scratch}/city`)
  execFileSync('bash', ['-c', `node ${here}catalog.mjs ${n} ${root}/site | git -C ${scratch}/city -c core.compression=1 fast-import --quiet --depth=0`])
  const [count, ms] = run(`${root}/build/make_index`, `${scratch}/city`, public_).toString().trim().split(' ').map(Number)
  fs.rmSync(`${scratch}/city`, { recursive: true })
  const documents = fs.readFileSync(`${public_}/documents.jsonl`, 'utf8').trim().split('\n').map(line => JSON.parse(line))
  fs.rmSync(`${public_}/documents.jsonl`)
  return { count, ms, documents }
}

function pageOf (script) {
  const page = fs.readFileSync(`${public_}/search.html`, 'utf8').replace(/<script src="[^"]*index\.js"[^>]*><\/script>/, '')
  const other = page.replace(/<script src="[./]*assets\/search\.js"[^>]*><\/script>/, `<script type="module" src="assets/${script}"></script>`)
  if (page === other) throw new Error('the search page loads its script in another way')
  return other
}
function bundle (name, code) {
  buildSync({ stdin: { contents: code + SHOW, resolveDir: here }, outfile: `${public_}/assets/${name}.js`, bundle: true, minify: true, format: 'esm', external: ['../pagefind/*'], logLevel: 'error' })
  fs.writeFileSync(`${public_}/${name}.html`, pageOf(`${name}.js`))
}
async function makePagefind (documents) {
  const { index } = await pagefind.createIndex()
  for (const d of documents) {
    await index.addCustomRecord({ url: `datasets/${d.id}.html`, language: 'de', content: `${d.title}\n${d.keywords.join(' ')}\n${d.publisher}\n${d.text}`, meta: { title: d.title } })
  }
  await index.writeFiles({ outputPath: `${public_}/pagefind` })
  await pagefind.close()
  bundle('other-pagefind', PAGEFIND)
}
function makeMiniSearch (documents) {
  const index = new MiniSearch(OPTIONS)
  index.addAll(documents.map(d => ({ ...d, keywords: d.keywords.join(' '), teaser: d.text.slice(0, 240) })))
  fs.writeFileSync(`${public_}/minisearch.json`, JSON.stringify(index))
  bundle('other-minisearch', MINISEARCH.replace('OPTIONS', JSON.stringify(OPTIONS)))
}

// ---- measuring ----

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', `--ignore-certificate-errors-spki-list=${pin}`],
})

async function measure (page_, question, kind) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(isStart => {
    window.answered = from => new Promise(resolve => {
      const look = () => document.querySelector('#results li') && requestAnimationFrame(() => setTimeout(() => resolve([performance.now() - from, Date.now()])))
      const start = () => { new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true }); look() }
      if (document.documentElement) start()
      else document.addEventListener('readystatechange', start, { once: true })
    })
    window.fromAddress = window.answered(0)
    // Not of every page: a browser's first look into its storage takes some 20 ms.
    if (isStart) window.fromStart = window.answered(sessionStorage.getItem('asked') - performance.timeOrigin)
  }, kind === 'start')
  let ms, at
  served = []
  if (kind === 'address') {
    await page.goto(`${origin}${EMPTY}`) // the browser's processes and the connection are no part of it
    served = []
    await page.goto(`${origin}/${page_}.html?q=${encodeURIComponent(question)}`, { waitUntil: 'commit' })
    ;[ms, at] = await page.evaluate(() => window.fromAddress)
  } else if (kind === 'start') {
    await page.goto(`${origin}/index.html`, { waitUntil: 'networkidle' })
    await page.focus('[data-suggest]')
    await page.waitForTimeout(10 * LATENCY)
    served = []
    const arrived = page.waitForURL('**/*?q=*', { waitUntil: 'commit' })
    await page.evaluate(([action, q]) => {
      const box = document.querySelector('[data-suggest]')
      box.value = q
      box.form.action = action
      sessionStorage.setItem('asked', performance.timeOrigin + performance.now())
      box.form.requestSubmit()
    }, [`${page_}.html`, question])
    await arrived
    ;[ms, at] = await page.evaluate(() => window.fromStart)
  } else {
    await page.goto(`${origin}/${page_}.html`, { waitUntil: 'networkidle' })
    served = []
    ;[ms, at] = await page.evaluate(q => {
      document.getElementById('q').value = q
      const from = performance.now()
      document.getElementById('search').requestSubmit()
      return window.answered(from)
    }, question)
  }
  const all = served.filter(r => r.at < at - LATENCY) // what was asked for later is no part of the answer
  if (process.env.VERBOSE) {
    console.log(page_, kind, question, Math.round(ms))
    for (const [name, from, to] of await page.evaluate(() => performance.getEntries().filter(e => e.responseEnd).map(e => [e.name, e.fetchStart, e.responseEnd]))) {
      console.log(`  ${name.slice(origin.length)}: ${Math.round(from)} ${Math.round(to)}, ${all.find(a => name.includes(a.name))?.bytes} bytes`)
    }
  }
  await context.close()
  const bytes = list => list.reduce((sum, r) => sum + r.bytes, 0)
  const ofSearch = all.filter(r => /^\/(search|pagefind|minisearch)[/.]|^\/assets\/(search|other)/.test(r.name) && !/\.html$/.test(r.name))
  return { ms, requests: ofSearch.length, bytes: bytes(all), searchBytes: bytes(ofSearch) }
}

const row = (...cells) => console.log(cells.map((c, i) => i === 0 ? String(c).padEnd(12) : String(c).padStart(i === 1 ? 9 : 8)).join(' '))
const kb = n => (n / 1000).toFixed(0)

for (const n of sizes) {
  public_ = `${scratch}/public-${n}`
  run(`${root}/build/tabularium`, 'build', '--repo', root, '--worktree', '--out', public_, '--quiet')
  fs.rmSync(`${public_}/search`, { recursive: true })
  const { count, ms, documents } = makeIndex(n)
  const hasOthers = process.env.OTHERS !== 'no' && n <= MOST_OTHERS
  if (hasOthers) {
    await makePagefind(documents)
    makeMiniSearch(documents)
  }
  // A frequent word, a rare one, two, three, a year, the beginning of a word.
  const some = k => documents[Math.floor(documents.length * k / 7)]
  const questions = [some(1).title.split(' ')[0], some(2).title.split(' ')[1], some(3).title.split(' ').slice(0, 2).join(' '),
    some(4).text.split(' ').filter(w => w.length > 6).slice(0, 3).join(' '), `${some(5).title.split(' ')[0]} 2015`, some(6).title.slice(0, 5)]
  packed.clear()
  console.log(`\n${count.toLocaleString('en')} datasets, indexed in ${(ms / 1000).toFixed(1)} s; ${LATENCY} ms, ${BITS / 1e6} Mbit/s; of ${questions.length} questions × ${RUNS} the median, in brackets the slowest question\n`)
  row('', 'question', '', 'search', '', 'start', '', 'all', 'address', '', 'all')
  row('', 'ms', '', 'KB', 'requests', 'ms', '', 'KB', 'ms', '', 'KB')
  for (const [title, page] of [['Tabularium', 'search'], ...(hasOthers ? [['Pagefind', 'other-pagefind'], ['MiniSearch', 'other-minisearch']] : [])]) {
    const figures = {}
    for (const kind of ['question', 'start', 'address']) {
      const each = []
      for (const q of questions) {
        const runs = []
        for (let i = 0; i < RUNS; i++) runs.push(await measure(page, q, kind))
        each.push(Object.fromEntries(Object.keys(runs[0]).map(key => [key, median(runs.map(r => r[key]))])))
      }
      figures[kind] = Object.fromEntries(Object.keys(each[0]).map(key => [key, { median: median(each.map(e => e[key])), most: Math.max(...each.map(e => e[key])) }]))
    }
    const { question: q, start: s, address: a } = figures
    const time = f => [f.ms.median.toFixed(0), `(${f.ms.most.toFixed(0)})`]
    row(title, ...time(q), kb(q.searchBytes.median), q.requests.median, ...time(s), kb(s.bytes.median), ...time(a), kb(a.bytes.median))
  }
  fs.rmSync(public_, { recursive: true })
}
const busy = os.loadavg()[0]
if (busy > os.cpus().length * 0.8) console.log(`\nThe machine was busy with other things, too (load ${busy.toFixed(1)}): the times are too long.`)
await browser.close()
server.close()
