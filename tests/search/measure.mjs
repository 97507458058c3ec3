// What the first answer to a question costs: requests and bytes of the index, as they lie there and as a server
// sends them that compresses JSON. The page, its script and style sheet come on top.
// usage: node measure.mjs PUBLIC QUESTION…
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { openIndex } from './portal.mjs'

const [folder, ...questions] = process.argv.slice(2)
const sum = list => list.reduce((a, b) => a + b, 0)
const sent = name => {
  const bytes = fs.readFileSync(path.join(folder, 'search/de', name))
  return name.endsWith('.json') ? zlib.gzipSync(bytes).length : bytes.length
}
for (const q of questions) {
  const { index, asked } = openIndex(folder)
  const { numbers, all } = await index.find({ q })
  await index.documents(numbers.slice(0, 10))
  const answer = [...asked]
  await index.values()
  await index.narrow(all, {})
  const facets = asked.slice(answer.length)
  const kind = name => name === 'index.js' ? 'manifest' : name.endsWith('.json') ? 'documents' : { t: 'dictionary', p: 'postings' }[name.split('/')[1][0]]
  const kinds = list => [...new Set(list.map(a => kind(a.name)))].map(k => {
    const some = list.filter(a => kind(a.name) === k)
    return `${k} ${some.length} (${sum(some.map(a => sent(a.name)))})`
  }).join(', ')
  console.log(`${q}: ${numbers.length} hits; first answer ${answer.length} requests, ${sum(answer.map(a => a.bytes))} bytes, ` +
    `${sum(answer.map(a => sent(a.name)))} sent [${kinds(answer)}]; facets ${facets.length} requests, ${sum(facets.map(a => sent(a.name)))} sent`)
}
