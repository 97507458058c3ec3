// Results in another order than that of what they say: by title, or by the date of their data. Comes when somebody
// chooses one. Knows nothing of pages; runs in Node, too. The format is described in generator/search/orders.c.
import { DOCUMENTS_A_FACET_BLOCK, Reader } from './search-format.js';

function readPlaces(bytes, n) {
	const r = new Reader(bytes);
	const column = () => {
		let place = 0;
		return Array.from({ length: n }, () => {
			const more = r.number();
			return place += more % 2 ? -(more + 1) / 2 : more / 2;
		});
	};
	return { title: column(), date: column() };
}

// The newest first, or titles as the alphabet has them; what has no date comes last, and of one date what was found first.
export async function sorted(index, numbers, order) {
	const { n, orders } = await index.manifest();
	const blocks = new Map();
	await Promise.all(index.facetBlocks(numbers).map(async (b) => {
		const size = Math.min(DOCUMENTS_A_FACET_BLOCK, n - b * DOCUMENTS_A_FACET_BLOCK);
		blocks.set(b, await index.file(`${orders}/o${b}`, (bytes) => readPlaces(bytes, size)));
	}));
	const place = (i) => blocks.get(Math.floor(i / DOCUMENTS_A_FACET_BLOCK))[order][i % DOCUMENTS_A_FACET_BLOCK];
	return [...numbers].sort(order === 'date' ? (a, b) => place(b) - place(a) : (a, b) => place(a) - place(b));
}
