// What an editor shows while a steward types: the real yaml-language-server with our schema, spoken to
// over its protocol.
//
// usage: node editor.mjs SCHEMA.json REQUESTS.json     REQUESTS: [{text, at: [line, column], hover?}, …]
// Prints for each the problems of the text, and what is offered or explained at the place, as JSON.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import path from 'node:path'

const [schema, requests] = process.argv.slice(2)
const server = path.join(path.dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')),
	'bin/yaml-language-server')
const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
const waiting = new Map()
const problems = new Map()
let buffer = Buffer.alloc(0)
let next = 1

function send(message) {
	const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
	child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`)
	child.stdin.write(body)
}
const ask = (method, params) => new Promise((resolve, reject) => {
	waiting.set(next, { resolve, reject })
	send({ id: next++, method, params })
})
const tell = (method, params) => send({ method, params })

const settings = {
	yaml: { schemas: { [pathToFileURL(schema).href]: '*.yaml' }, validate: true, hover: true, completion: true,
		schemaStore: { enable: false }, customTags: [] },
}

function receive(message) {
	if (message.method === 'workspace/configuration')
		return send({ id: message.id, result: message.params.items.map(i => settings[i.section] ?? {}) })
	if (message.method === 'textDocument/publishDiagnostics') {
		const { uri, diagnostics } = message.params
		problems.get(uri)?.(diagnostics.map(d => `${d.range.start.line + 1}: ${d.message}`))
		return
	}
	if (message.method && message.id !== undefined)
		return send({ id: message.id, result: null })
	const asked = waiting.get(message.id)
	if (asked) {
		waiting.delete(message.id)
		message.error ? asked.reject(new Error(JSON.stringify(message.error))) : asked.resolve(message.result)
	}
}

child.stdout.on('data', bytes => {
	buffer = Buffer.concat([buffer, bytes])
	for (;;) {
		const end = buffer.indexOf('\r\n\r\n')
		if (end < 0) return
		const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1])
		if (buffer.length < end + 4 + length) return
		const body = buffer.subarray(end + 4, end + 4 + length).toString()
		buffer = buffer.subarray(end + 4 + length)
		receive(JSON.parse(body))
	}
})
setTimeout(() => { console.error('the server did not answer'); process.exit(1) }, 120000).unref()

const markdown = { contentFormat: ['markdown'] }
await ask('initialize', {
	processId: process.pid, rootUri: null,
	capabilities: { workspace: { configuration: true, didChangeConfiguration: {} }, textDocument: { hover: markdown,
		completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: false } } } },
})
tell('initialized', {})
tell('workspace/didChangeConfiguration', { settings })

const answers = []
for (const [i, request] of JSON.parse(readFileSync(requests)).entries()) {
	const uri = `file:///city/catalog/datasets/entry-${i}.yaml`
	const found = new Promise(resolve => problems.set(uri, resolve))
	tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: request.text } })
	const answer = { problems: await found }
	if (request.at) {
		const place = { textDocument: { uri }, position: { line: request.at[0], character: request.at[1] } }
		if (request.hover) {
			answer.hover = (await ask('textDocument/hover', place))?.contents?.value ?? ''
		} else {
			const list = await ask('textDocument/completion', place)
			answer.offered = (list.items ?? list).map(o => ({ label: o.label,
				about: typeof o.documentation === 'string' ? o.documentation : o.documentation?.value ?? '' }))
		}
	}
	answers.push(answer)
}
child.kill()
process.stdout.write(JSON.stringify(answers), () => process.exit(0))
