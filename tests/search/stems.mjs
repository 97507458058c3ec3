// Holds the script's words, terms and stems against the generator's, over a whole word list: every word of
// the given folders' Markdown and labels, and words put together from endings and syllables.
// usage: node stems.mjs TEST_SEARCH FOLDER…
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { stemEnglish, stemGerman } from '../../templates/assets/stem.js'
import { term, words } from '../../templates/assets/search-words.js'

const [program, ...folders] = process.argv.slice(2)
const list = new Set()
for (const folder of folders) {
  for (const name of fs.readdirSync(folder, { recursive: true }).map(String).filter(n => /\.(md|yaml|def)$/.test(n) && !n.includes('node_modules'))) {
    for (const [word] of fs.readFileSync(path.join(folder, name), 'utf8').matchAll(/[\p{L}\p{N}\p{M}']+/gu)) list.add(word)
  }
}
const written = list.size
let seed = 1
const random = n => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n }
const SYLLABLES = ('ba bau ge er st en ung lich keit heit ig isch ik qu ei au eu äu ie y ly ing ed tion al ous ness ful ational iz at bl tt ss ß nis niss ' +
  "schaft ö ü ä ue ae oe s es em ern est end s' 's sses ies ied us eed eedly ingly edly li ogi logi gener commun arsen ive ement ll e x w é Ł ø").split(' ')
for (let i = 0; i < 100000; i++) list.add(Array.from({ length: 1 + random(5) }, () => SYLLABLES[random(SYLLABLES.length)]).join(''))

const all = [...list].filter(word => word.length < 40)
const ask = (input, ...args) => execFileSync(program, args, { input: input.join('\n') + '\n', maxBuffer: 1 << 28 }).toString().split('\n')
let passed = 0
let failed = 0
function compare (what, input, ours, ...args) {
  const theirs = ask(input, ...args)
  const different = input.filter((word, i) => ours(word) !== theirs[i])
  if (different.length) {
    failed++
    console.log(`FAIL ${what}: ${different.length} of ${input.length} differ: ${different.slice(0, 5).map(w => `${w} → ${ours(w)} here, ${theirs[input.indexOf(w)]} there`).join('; ')}`)
  } else {
    passed++
    console.log(`ok ${what}: ${input.length} words, ${written} of them written by people, 0 differ`)
  }
}
const small = [...new Set(all.map(word => word.toLowerCase().normalize('NFC')))]
compare('German stems', small, stemGerman, 'stem', 'de')
compare('English stems', small, stemEnglish, 'stem', 'en')
compare('words', all, word => words(word).map(w => w.word).join(' '), 'words')
const first = language => word => { const [w] = words(word); return w ? term(w.word, language) : '' }
compare('German terms', all, first('de'), 'de')
compare('English terms', all, first('en'), 'en')
console.log(`${passed} passed, ${failed} failed, 0 skipped`)
process.exitCode = failed ? 1 : 0
