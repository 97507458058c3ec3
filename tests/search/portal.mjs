// The index of a portal, opened from its folder with the portal's own script.
import fs from 'node:fs/promises'
import path from 'node:path'
import { Index } from '../../templates/assets/search-index.js'

export function openIndex (folder, language = 'de') {
  const asked = []
  const load = async name => {
    const bytes = await fs.readFile(path.join(folder, 'search', language, name))
    asked.push({ name, bytes: bytes.length })
    return new Uint8Array(bytes)
  }
  const parts = Promise.all(['narrow', 'orders', 'parts'].map(name => import(`../../templates/assets/search-${name}.js`)))
  return { index: new Index(load, async () => Object.assign({}, ...await parts)), asked }
}
