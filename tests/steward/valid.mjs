// Whether a JSON file is valid by a JSON Schema (ajv). usage: node valid.mjs SCHEMA.json DATA.json
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const Ajv = require('ajv')
const read = name => JSON.parse(readFileSync(name))
const ajv = new Ajv({ allErrors: true, unknownFormats: 'ignore', schemaId: 'auto', meta: false })
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'))
ajv._opts.defaultMeta = 'http://json-schema.org/draft-04/schema'
const check = ajv.compile(read(process.argv[2]))
if (!check(read(process.argv[3]))) {
	console.log(ajv.errorsText(check.errors, { separator: '\n' }))
	process.exit(1)
}
