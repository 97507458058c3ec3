// The dictionary of the index that generator/search writes: which words there are, and in which file stands more.
// Enough for suggestions. Knows nothing of pages; runs in Node, too. The format is described in
// generator/search/postings.c.
import { Reader } from './search-format.js';
import { beginning, fold } from './search-words.js';

const MOST_SHARDS = 4;
const MANIFEST = 'index.js';

const decoder = new TextDecoder();
export const readJson = (bytes) => JSON.parse(decoder.decode(bytes));
// A script, which the search page names before its own: it is under way when the first question is asked.
const readManifest = (bytes) => JSON.parse(/\{.*\}/s.exec(decoder.decode(bytes))[0]);

// Reads files below an address.
export const fetchFrom = (folder) => async (path, anew) => {
	const answer = await fetch(folder + path, { cache: anew ? 'reload' : 'default' });
	if (!answer.ok)
		throw new Error(`${path}: ${answer.status}`);
	return new Uint8Array(await answer.arrayBuffer());
};

const join = (a, b) => {
	const whole = new Uint8Array(a.length + b.length);
	whole.set(a);
	whole.set(b, a.length);
	return whole;
};

function readDictionary(bytes) {
	const r = new Reader(bytes);
	const entries = [];
	let shard = r.number(), at = r.number(), last = new Uint8Array(0);
	while (!r.done) {
		const shared = r.byte();
		last = join(last.subarray(0, shared), r.take(r.byte()));
		const entry = { term: decoder.decode(last), display: '' };
		const kept = r.byte();
		if (kept < 255) {
			const rest = r.number();
			const text = decoder.decode(join(last.subarray(0, kept), r.take(rest >> 1)));
			entry.display = rest & 1 ? text[0].toUpperCase() + text.slice(1) : text;
		}
		entry.n = r.number();
		const length = r.number();
		if (length & 1) {
			shard++;
			at = 0;
		}
		entry.shard = shard;
		entry.at = at;
		at += Math.floor(length / 2);
		entry.end = at;
		entries.push(entry);
	}
	return entries;
}

// The place of the last that does not come after the text.
function placeOf(list, text) {
	let from = 0, to = list.length;
	while (from + 1 < to) {
		const middle = from + to >> 1;
		if (list[middle] <= text) from = middle;
		else to = middle;
	}
	return from;
}

export class Dictionary {
	// load(path, anew): Promise of a Uint8Array; past all caches if `anew`. manifest: if it is there or comes already
	constructor(load, manifest) {
		this.load = load;
		this.kept = new Map(manifest && [[MANIFEST, manifest]]);
	}

	file(path, read = (x) => x) {
		if (!this.kept.has(path)) {
			const answer = this.load(path, this.isAnew).then(read);
			this.kept.set(path, answer);
			answer.catch(() => this.kept.delete(path));
		}
		return this.kept.get(path);
	}
	manifest() { return this.file(MANIFEST, readManifest); }

	// Begins again with the manifest: what it named was taken away by later publications.
	forget() {
		this.kept.clear();
		this.isAnew = true;
	}

	// The entries of the dictionary that begin with a text, and some around them; of one shard, those that are it.
	async entries(start, most = MOST_SHARDS) {
		const { first, terms } = await this.manifest();
		const from = placeOf(first, start);
		let to = from + 1;
		while (to < first.length && to - from < most && first[to].startsWith(start)) to++;
		const shards = [];
		for (let i = from; i < to && i < first.length; i++)
			shards.push(this.file(`${terms}/t${i}`, readDictionary));
		return (await Promise.all(shards)).flat();
	}

	// The postings that hold a term, if any do: asked for at the same time as the dictionary.
	async expect(term) {
		const { lists, terms } = await this.manifest();
		if (lists.length)
			this.file(`${terms}/p${placeOf(lists, term)}`).catch(() => {});
	}

	// Words that begin like this, the most frequent first.
	async completions(word) {
		const { stems } = await this.manifest();
		const starts = new Set((stems.length ? stems : ['']).map((l) => beginning(word, l)));
		const found = new Set();
		await Promise.all([...starts].map(async (start) => {
			for (const e of await this.entries(start))
				if (e.term.startsWith(start) || (start.startsWith(e.term) && fold(e.display).startsWith(word)))
					found.add(e);
		}));
		return [...found].sort((a, b) => b.n - a.n);
	}
}
