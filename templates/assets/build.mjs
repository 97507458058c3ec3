// Writes the finished assets of the portal into a folder:  node build.mjs OUT
//
// KERN's style sheet is cut down to the classes the templates and portal.js use, our own portal.css is
// appended, both are minified; search.js, suggest.js and map.js become one classic script each, with what they import, search-facets.js a module; Fira Sans is cut to the letters of the European languages. The same input
// gives the same bytes. Nothing here runs when a site is built: `tabularium build` only copies the result.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { PurgeCSS } from 'purgecss';
import { transform } from 'lightningcss';
import subsetFont from 'subset-font';
import { browsers } from './browsers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const templates = dirname(here);
const kern = join(here, 'node_modules/@kern-ux/native');

const targets = Object.fromEntries(Object.entries(browsers).map(([name, version]) => {
	const [major, minor = 0] = version.split('.').map(Number);
	return [name, major << 16 | minor << 8];
}));

const weights = { Regular: 400, SemiBold: 600 };
const ranges = {
	// Basic Latin, Latin-1, typographic punctuation, euro, arrows, mathematics: one file before text shows
	latin: [[0x20, 0x7e], [0xa0, 0xff], [0x152, 0x153], [0x2009, 0x2009], [0x2010, 0x2015], [0x2018, 0x201e],
		[0x2020, 0x2022], [0x2026, 0x2026], [0x202f, 0x202f], [0x2030, 0x2030], [0x2032, 0x2033],
		[0x2039, 0x203a], [0x20ac, 0x20ac], [0x2190, 0x2193], [0x2196, 0x2199], [0x2212, 0x2212],
		[0x2248, 0x2248], [0x2264, 0x2265]],
	// Sorbian, Polish, Czech, Turkish …: fetched only by pages that hold such a letter
	'latin-ext': [[0x100, 0x151], [0x154, 0x17f], [0x218, 0x21b]],
};
// Kerning, and figures of one width for tables. Hints would be a third of each file; at the size of our text no screen
// of today needs them.
const keepFeatures = ['kern', 'tnum'];
const letters = (range) => range.flatMap(([from, to]) =>
	Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))).join('');
const unicodeRange = (range) => range.map(([from, to]) =>
	`U+${from.toString(16)}${from === to ? '' : `-${to.toString(16)}`}`).join(',');

async function fonts(out) {
	let faces = '';
	mkdirSync(join(out, 'fonts'), { recursive: true });
	for (const [name, weight] of Object.entries(weights)) {
		const font = readFileSync(join(kern, `dist/fonts/fira-sans/FiraSans-${name}.woff2`));
		for (const [part, range] of Object.entries(ranges)) {
			const bytes = await subsetFont(font, letters(range), { targetFormat: 'woff2', noHinting: true, keepFeatures });
			// a name with a digest in it is kept by browsers for ever (generator/site/server.c)
			const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
			const file = `fonts/fira-sans-${weight}-${part}-${digest}.woff2`;
			writeFileSync(join(out, file), bytes);
			faces += `@font-face{font-family:"Fira Sans";src:url("${file}") format("woff2");font-weight:${weight};`
				+ `font-display:optional;unicode-range:${unicodeRange(range)}}\n`;
		}
	}
	return faces;
}

// Custom properties nobody reads, followed through properties that only they read; --tab-… always stay.
function dropUnusedProperties(css) {
	for (;;) {
		const read = new Set(Array.from(css.matchAll(/var\(\s*(--[\w-]+)/g), (m) => m[1]));
		const kept = css.replace(/(?<=[{;\s])(--kern-[\w-]+)\s*:[^;{}]*;/g, (all, name) => read.has(name) ? all : '');
		if (kept === css)
			return css;
		css = kept;
	}
}

async function styles(faces) {
	const pages = readdirSync(templates).filter((f) => f.endsWith('.html')).sort()
		.concat('assets/portal.js', 'assets/search.js', 'assets/suggest.js', 'assets/search-facets.js', 'assets/map.js').map((f) => ({ raw: readFileSync(join(templates, f), 'utf8'), extension: 'html' }));
	const [{ css }] = await new PurgeCSS().purge({
		content: pages,
		css: [{ raw: readFileSync(join(kern, 'dist/kern.css'), 'utf8') }],
		defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
		fontFace: false, keyframes: false, variables: false,
		// only the class names decide: what an element or state needs of KERN's reset stays
		safelist: { standard: [/^:/, /^\[/], deep: [] },
	});
	const own = ['portal.css', 'search.css'].map((f) => readFileSync(join(here, f), 'utf8')).join('');
	const { code } = transform({
		filename: 'portal.css',
		code: Buffer.from(dropUnusedProperties(css.replace(/\/\*[^]*?\*\//g, '') + faces + own)),
		minify: true,
		targets,
	});
	return '/*! KERN UX (EUPL-1.2), Fira Sans (OFL-1.1): see licenses/ */\n' + code;
}

// Leaflet's style sheet without the pictures of what we do not use, and ours.
function mapStyles() {
	const leaflet = readFileSync(join(here, 'node_modules/leaflet/dist/leaflet.css'), 'utf8')
		.replace(/\/\*[^]*?\*\//g, '').replace(/[^{}]+\{[^{}]*url\([^{}]*\}/g, '');
	const { code } = transform({
		filename: 'map.css',
		code: Buffer.from(leaflet + readFileSync(join(here, 'map.css'), 'utf8')),
		minify: true,
		targets,
	});
	return '/*! Leaflet (BSD-2-Clause): see licenses/ */\n' + code;
}

// As a classic script it runs from file:// too, where modules may not be loaded.
function script(out, name, format = 'iife') {
	const to = join(out, name);
	buildSync({ entryPoints: [join(here, name)], outfile: to, bundle: true, minify: true,
		format, charset: 'utf8', target: Object.entries(browsers).map((b) => b.join('')), logLevel: 'warning' });
	// esbuild hands over what it cannot rewrite as `new RegExp("…")`, which fails when the script begins
	if (/\(\?<[=!]/.test(readFileSync(to, 'utf8')))
		throw new Error(`${name}: no (?<= or (?<! in a regular expression; Safari ${browsers.safari} does not know them`);
}

async function main(out) {
	if (!out) {
		console.error('usage: node build.mjs OUT');
		process.exit(2);
	}
	mkdirSync(join(out, 'licenses'), { recursive: true });
	writeFileSync(join(out, 'portal.css'), await styles(await fonts(out)));
	writeFileSync(join(out, 'map.css'), mapStyles());
	script(out, 'search.js');
	script(out, 'suggest.js');
	script(out, 'search-facets.js', 'esm');
	script(out, 'map.js');
	for (const file of ['portal.js', 'favicon.svg'])
		copyFileSync(join(here, file), join(out, file));
	copyFileSync(join(kern, 'LICENSE.md'), join(out, 'licenses/EUPL-1.2-KERN-UX.md'));
	copyFileSync(join(here, 'node_modules/bootstrap-icons/LICENSE'), join(out, 'licenses/MIT-bootstrap-icons.txt'));
	copyFileSync(join(here, 'node_modules/leaflet/LICENSE'), join(out, 'licenses/BSD-2-Clause-Leaflet.txt'));
	for (const file of readdirSync(join(here, 'licenses')).sort())
		copyFileSync(join(here, 'licenses', file), join(out, 'licenses', file));
}

await main(process.argv[2]);
