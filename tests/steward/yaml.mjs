// A file of YAML as JSON. usage: node yaml.mjs FILE
import fs from 'node:fs'
import yaml from 'yaml'

process.stdout.write(JSON.stringify(yaml.parse(fs.readFileSync(process.argv[2], 'utf8'))))
