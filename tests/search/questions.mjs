// Asks the 30 questions of questions.tsv and says which of them have an expected answer in the first five.
// usage: node questions.mjs PUBLIC [-v]
import fs from 'node:fs'
import { openIndex } from './portal.mjs'

const WANTED = 27
const { index } = openIndex(process.argv[2])
const isVerbose = process.argv.includes('-v')
const questions = fs.readFileSync(new URL('questions.tsv', import.meta.url), 'utf8').split('\n')
  .filter(line => line && !line.startsWith('#')).map(line => line.split('\t')).map(([q, ids]) => ({ q, ids: ids.split('|') }))
let good = 0
for (const { q, ids } of questions) {
  const { numbers, more, isPartial } = await index.find({ q })
  const first = (await index.documents([...numbers, ...more].slice(0, 10))).map(d => d.path.replace(/^datasets\/|\.html$/g, ''))
  const place = first.findIndex(id => ids.includes(id)) + 1
  if (place > 0 && place <= 5) good++
  console.log(`${place > 0 && place <= 5 ? 'ok  ' : 'MISS'} ${String(place || '-').padStart(2)} of ${numbers.length}${isPartial ? ' (some words)' : ''}: ${q}`)
  if (isVerbose || !(place > 0 && place <= 5)) for (const id of first.slice(0, 5)) console.log(`         ${id}`)
}
const isEnough = good >= WANTED
console.log(`${isEnough ? 'ok' : 'FAIL'} ${good} of ${questions.length} questions have an expected answer in the first five hits`)
console.log(isEnough ? `${good} passed, 0 failed` : `${good} passed, ${questions.length - good} failed`)
process.exitCode = isEnough ? 0 : 1
