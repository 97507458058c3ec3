// Writes a catalogue of N datasets whose words are like a city's, always the same for the same N, as a stream for
// `git fast-import`:  node catalog.mjs N SITE >stream
//
// The words are the parts of generator/search/compounds.def, alone and put together; few of them are frequent and
// many are rare, as in any language (Zipf). Only the search is measured with it: no word means anything.
import fs from 'node:fs'
import path from 'node:path'

const [count, site] = process.argv.slice(2)
const N = Number(count)
const parts = fs.readFileSync(new URL('../../../generator/search/compounds.def', import.meta.url), 'utf8')
  .match(/^PARTS\("[^"]*"\)/gm).flatMap(line => line.slice(7, -2).split(' ')).filter(word => word.length > 3)
let seed = 1
const random = n => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor(seed / 2 ** 32 * n) }
const zipf = list => list[Math.floor(Math.exp(random(1e6) / 1e6 * Math.log(list.length + 1)) - 1 + 1e-9)]
const capital = word => word[0].toUpperCase() + word.slice(1)

const shuffled = parts.map(word => [random(1e9), word]).sort((a, b) => a[0] - b[0]).map(([, word]) => word)
const compounds = Array.from({ length: 40000 }, () => capital(shuffled[random(shuffled.length)] + shuffled[random(shuffled.length)]))
const vocabulary = [...shuffled.slice(0, 400).map(capital), ...compounds]
const SYLLABLES = 'ba bel dorf ga grün heim ka lau lin löß mark mö nau neu ost rei sta stein stett tal wah wald'.split(' ')
const places = Array.from({ length: 900 }, () => capital(Array.from({ length: 2 + random(2) }, () => SYLLABLES[random(SYLLABLES.length)]).join('')))
const LITTLE = 'der die das und in von zu mit auf für im des den dem ist werden nach sowie aus bei oder an pro je'.split(' ')
const THEMES = 'AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN'.split(' ')
const FORMATS = 'CSV JSON GEOJSON XLSX GPKG SHP XML KML ODS PDF'.split(' ')
const LICENSES = ['dl-by-de/2.0', 'dl-zero-de/2.0', 'cc-by/4.0']

function dataset (i) {
  const year = 2005 + random(21)
  const subject = zipf(vocabulary)
  const keywords = [...new Set([subject, zipf(vocabulary), zipf(vocabulary), zipf(places)])]
  const text = Array.from({ length: 60 + random(80) }, () => random(5) < 2 ? zipf(LITTLE) : random(12) === 0 ? zipf(places) : random(40) === 0 ? subject : zipf(vocabulary)).join(' ')
  const formats = Array.from({ length: 1 + random(3) }, () => zipf(FORMATS))
  return `---
title: ${subject} ${zipf(places)}${random(2) ? ' ' + year : ''}
release: public
publisher: agent-${random(40)}
contact: { name: Datenstelle, email: daten@example.org }
themes: [${[...new Set([zipf(THEMES), zipf(THEMES)])].join(', ')}]
keywords: [${keywords.join(', ')}]
license: ${zipf(LICENSES)}
attribution: Stadt
modified: 2026-0${1 + random(9)}-${10 + random(18)}
temporal: { from: ${year}, to: ${year + random(4)} }
spatial: { ags: "14713000" }
distributions:
${formats.map((format, k) => `  - { title: ${format} ${k + 1}, download: "https://daten.example.org/${i}/${k}", format: ${format} }`).join('\n')}
---
${text}.
`
}

function put (name, text) {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from(`M 100644 inline "${name}"\ndata ${bytes.length}\n`), bytes, Buffer.from('\n')])
}
const pieces = []
const say = bytes => { pieces.push(Buffer.from(bytes)); if (pieces.length > 5000) flush() }
const flush = () => { const all = Buffer.concat(pieces.splice(0)); for (let at = 0; at < all.length;) at += fs.writeSync(1, all, at) }
say('commit refs/heads/main\ncommitter Bench <bench@example.org> 1780315200 +0000\ndata 10\nEverything\n')
say(put('catalog/catalog.yaml', 'title: Daten\ndescription: Ein Katalog zum Messen.\npublisher: agent-0\nlanguage: [DEU]\nlicense: dl-zero-de/2.0\n'))
for (const name of fs.readdirSync(site, { recursive: true }).map(String).sort()) {
  const file = path.join(site, name)
  if (!/^public|(^|\/)\./.test(name) && fs.statSync(file).isFile()) say(put(`site/${name}`, fs.readFileSync(file)))
}
for (let i = 0; i < 40; i++) say(put(`catalog/agents/agent-${i}.md`, `---\nname: Amt für ${zipf(vocabulary)}\ntype: LocalAuthority\n---\n`))
for (let i = 0; i < N; i++) say(put(`catalog/datasets/f${Math.floor(i / 300)}/d${i}.md`, dataset(i)))
flush()
