// JSON-LD by the reference implementation: jsonld.mjs OUT FILE.jsonld… writes OUT/0.nt, OUT/1.nt … with the
// triples of each file. No document may need anything from the network.
import fs from 'node:fs'
import path from 'node:path'
import jsonld from 'jsonld'

const documentLoader = async url => { throw new Error(`it asks for ${url}`) }
const [out, ...files] = process.argv.slice(2)
let failed = false
for (const [i, file] of files.entries()) {
  try {
    const options = { format: 'application/n-quads', documentLoader, base: 'relative:', safe: true }
    fs.writeFileSync(path.join(out, `${i}.nt`), await jsonld.toRDF(JSON.parse(fs.readFileSync(file, 'utf8')), options))
  } catch (fault) {
    console.log(`${file}: ${fault.message}`)
    failed = true
  }
}
process.exit(failed ? 1 : 0)
