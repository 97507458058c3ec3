// Documents narrowed down by facets, and how many each choice would leave: the part of reading the index that comes
// after the answer. Knows nothing of pages; runs in Node, too. The format is described in generator/search/facets.c.
import { DOCUMENTS_A_FACET_BLOCK, FACETS, Reader } from './search-format.js';

// For each facet the list of sets, and for each document the place of its set.
function readFacets(bytes, n) {
	const r = new Reader(bytes);
	return FACETS.map(() => {
		const sets = Array.from({ length: r.number() }, () => Array.from({ length: r.number() }, () => r.number()));
		const column = [];
		while (column.length < n) {
			const place = r.number();
			for (let i = place & 1 ? r.number() : 0; i >= 0; i--)
				column.push(sets[place >> 1]);
		}
		return column;
	});
}

// The columns of these blocks.
async function columnsOf(index, numbers) {
	const { n, terms } = await index.manifest();
	const blocks = new Map();
	await Promise.all(index.facetBlocks(numbers).map(async (b) => {
		const size = Math.min(DOCUMENTS_A_FACET_BLOCK, n - b * DOCUMENTS_A_FACET_BLOCK);
		blocks.set(b, await index.file(`${terms}/f${b}`, (bytes) => readFacets(bytes, size)));
	}));
	return blocks;
}

// Documents that pass the filters ({ theme: ['ENVI'], … }, one of each), and for each choice how many
// there are if it is made: { numbers, counts: { theme: Map of code → n } }.
export async function narrow(index, numbers, filters) {
	const [values, blocks] = await Promise.all([index.values(), columnsOf(index, numbers)]);
	const wanted = FACETS.map((f) => filters[f]?.length
		? new Set(filters[f].map((code) => values[f].findIndex((v) => v[0] === code) + 1)) : null);
	const counts = FACETS.map((f) => new Uint32Array(values[f].length + 1));
	const passed = [];
	for (const number of numbers) {
		const columns = blocks.get(Math.floor(number / DOCUMENTS_A_FACET_BLOCK));
		const at = number % DOCUMENTS_A_FACET_BLOCK;
		const failed = [];
		wanted.forEach((set, f) => {
			if (set && !columns[f][at].some((v) => set.has(v)))
				failed.push(f);
		});
		if (!failed.length)
			passed.push(number);
		// the choices of one facet add up, so its own filter does not count for it
		if (failed.length < 2)
			for (const f of failed.length ? failed : FACETS.keys())
				for (const v of columns[f][at])
					counts[f][v]++;
	}
	return { numbers: passed, counts: Object.fromEntries(FACETS.map((f, i) => [f, new Map(values[f].map((v, k) => [v[0], counts[i][k + 1]]))])) };
}
