// Makes a browser of today as old as the portal's targets (templates/assets/browsers.mjs): a script for its pages that
// takes away whatever MDN's table says one of them does not have. What then calls it fails here as it would there.
// That table is large and what it lists is not: a list written by hand would be old next year.
import { createRequire } from 'node:module'
import { browsers } from '../../templates/assets/browsers.mjs'

const { api, javascript } = createRequire(import.meta.url)('@mdn/browser-compat-data')
const OF_THE_TEST = ['LayoutShift'] // by which browse.mjs measures; no script of the portal asks for it

const numbers = version => version.replace('≤', '').split('.').map(Number)
const isLater = (a, b) => {
  const [[major, minor = 0], [most, least = 0]] = [numbers(a), numbers(b)]
  return major > most || (major === most && minor > least)
}
// Under its own name and without a switch that the reader would have to throw.
const has = (statements, version) => [statements].flat().some(s => s && typeof s.version_added === 'string' && s.version_added !== 'preview' &&
  !s.prefix && !s.alternative_name && !s.flags && !isLater(s.version_added, version) && (typeof s.version_removed !== 'string' || isLater(s.version_removed, version)))
const isMissing = feature => feature.__compat && Object.entries(browsers).some(([name, version]) => !has(feature.__compat.support[name], version))
const named = group => Object.entries(group).filter(([name]) => /^\w+$/.test(name) && name !== '__compat' && !OF_THE_TEST.includes(name))

const missing = [] // [name] of the global object, [name, member]
for (const [name, feature] of [...named(api), ...named(javascript.builtins)]) {
  if (isMissing(feature)) missing.push([name])
  else for (const [member, inner] of named(feature)) if (isMissing(inner)) missing.push([name, member.replace(/_static$/, '')])
}
export const nMissing = missing.length
export const aged = `for (const [name, member] of ${JSON.stringify(missing)}) {
  const whole = globalThis[name]
  if (!member) delete globalThis[name]
  else for (const owner of [whole, whole?.prototype]) try { if (owner && Object.hasOwn(owner, member) && member !== 'prototype') delete owner[member] } catch {}
}`
export const isMissed = (name, member) => missing.some(([n, m]) => n === name && m === member)
