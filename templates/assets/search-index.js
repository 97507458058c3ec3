// Reads the index that generator/search writes: finds terms, adds up their impacts, counts facets. Knows
// nothing of pages; runs in Node, too.
//
//	const index = new Index(load, narrowing);     load(path): Promise of a Uint8Array; narrowing(): of what
//	                                              search-narrow.js, search-orders.js, search-parts.js export
//	await index.find({ q: 'baum', filters: { theme: ['ENVI'] } })
//
// The formats are described in generator/search (search.h, postings.c, facets.c, documents.c).
import { Dictionary, readJson } from './search-dictionary.js';
import { DOCUMENTS_A_FACET_BLOCK, FACETS, Reader } from './search-format.js';
import { fold, term, words } from './search-words.js';

const DOCUMENTS_A_FILE = 8;
const FILES_A_FOLDER = 64;
const MOST_EXPANSIONS = 12;
const FEW = 4;
const MOST_MORE = 10;

// Calls add(document, impact) for every document of a list.
function readPostings(bytes, entry, add) {
	const r = new Reader(bytes.subarray(entry.at, entry.end));
	while (!r.done) {
		const impact = r.number();
		const form = r.number();
		if (form & 1) {
			r.take(r.number()).forEach((byte, i) => {
				for (let bit = 0; byte >> bit; bit++)
					if (byte >> bit & 1)
						add(8 * i + bit, impact);
			});
			continue;
		}
		for (let i = form >> 1, document = 0; i > 0; i--)
			add(document += r.number(), impact);
	}
}

// True when b is a with at most one letter more, less, changed or swapped with its neighbour.
export function isNear(a, b) {
	let from = 0, endA = a.length, endB = b.length;
	while (from < endA && from < endB && a[from] === b[from]) from++;
	while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) endA--, endB--;
	const x = endA - from, y = endB - from;
	return x + y <= 2 && x <= 1 && y <= 1 || x === 2 && y === 2 && a[from] === b[from + 1] && a[from + 1] === b[from];
}

export class Index extends Dictionary {
	constructor(load, narrowing, manifest) {
		super(load, manifest);
		this.narrowing = narrowing;
	}

	async values() { return this.file(`${(await this.manifest()).terms}/facets.json`, readJson); }

	// The entries of the dictionary that are a word.
	async exact(word) {
		const { stems } = await this.manifest();
		const wanted = [...new Set((stems.length ? stems : ['']).map((l) => term(word, l)))];
		return (await Promise.all(wanted.map(async (t) => (await this.entries(t, 1)).filter((e) => e.term === t)))).flat();
	}

	// The terms a word stands for: itself; else those that begin with it; else those one typo away. While it is
	// being typed, those that begin with it count in any case.
	async lookUp(word, isUnfinished) {
		const { stems } = await this.manifest();
		const languages = stems.length ? stems : [''];
		const wanted = [...new Set(languages.map((l) => term(word, l)))];
		if (!isUnfinished)
			wanted.forEach((t) => this.expect(t));
		const exact = await this.exact(word);
		if (exact.length && isUnfinished && word.length >= 3) {
			const others = (await this.completions(word)).filter((e) => !exact.includes(e)).slice(0, MOST_EXPANSIONS);
			return { entries: [...exact, ...others], exact: exact.length, how: others.length ? 'begins' : 'exact' };
		}
		if (exact.length)
			return { entries: exact, exact: exact.length, how: 'exact' };
		if (word.length >= 2) {
			const begins = await this.completions(word);
			if (begins.length)
				return { entries: begins.slice(0, MOST_EXPANSIONS), how: 'begins' };
		}
		if (word.length >= 4 && !/[0-9]/.test(word)) {
			const near = new Set();
			await Promise.all(wanted.map(async (t) => {
				for (const e of await this.entries(t.slice(0, 2)))
					if (isNear(t, e.term) || (e.display && isNear(word, fold(e.display))))
						near.add(e);
			}));
			const list = [...near].sort((a, b) => b.n - a.n).slice(0, 4);
			if (list.length)
				return { entries: list, how: 'near' };
		}
		return { entries: [], how: 'none' };
	}

	// The words of a question that count: without those that say nothing, unless there are no others.
	async questionWords(q) {
		const stops = (await this.manifest()).stops.split(' ');
		const all = [...new Set(words(q).map((w) => w.word))].slice(0, 12);
		const telling = all.filter((w) => !stops.includes(w));
		return telling.length ? telling : all;
	}

	// What each word stands for. A compound that occurs nowhere is several: its parts.
	async lookUpAll(all, last) {
		return (await Promise.all(all.map(async (word) => {
			const found = { word, ...await this.lookUp(word, word === last) };
			const parts = found.how === 'none' ? await (await this.narrowing()).partsOf(this, word) : [];
			return parts.length ? parts.map((part) => ({ ...part, exact: part.entries.length, how: 'part', of: word })) : [found];
		}))).flat();
	}

	// { numbers, more, isPartial, matches: [{ word, how, entries }] }: documents that hold all words, or as many
	// as any does (isPartial), the best first; when these are few, `more` that hold one word less.
	async match(q, isTyping) {
		const { n, terms } = await this.manifest();
		const last = isTyping && /[\p{L}\p{N}]$/u.test(q) ? words(q).at(-1).word : null;
		const matches = await this.lookUpAll(await this.questionWords(q), last);
		const scores = new Uint32Array(n), counts = new Uint8Array(n);
		const lists = await Promise.all(matches.map((m) => Promise.all(m.entries.map((e) => this.file(`${terms}/p${e.shard}`)))));
		matches.forEach((m, i) => {
			const best = new Map();
			m.entries.forEach((e, k) => readPostings(lists[i][k], e, (document, impact) => {
				const worth = k < m.exact || !m.exact ? impact : impact / 2;
				if (!(best.get(document) >= worth))
					best.set(document, worth);
			}));
			for (const [document, impact] of best) {
				scores[document] += impact;
				counts[document]++;
			}
		});
		let most = 0;
		for (const count of counts)
			most = Math.max(most, count);
		const best = (count) => {
			const numbers = [];
			for (let i = 0; count > 0 && i < n; i++)
				if (counts[i] === count)
					numbers.push(i);
			return numbers.sort((a, b) => scores[b] - scores[a] || a - b);
		};
		const numbers = best(most);
		return { numbers, more: numbers.length < FEW ? best(most - 1).slice(0, MOST_MORE) : [],
			isPartial: most > 0 && most < matches.length, matches };
	}

	// The blocks of facets in which these documents are: what counting their facets will ask for.
	facetBlocks(numbers) {
		return [...new Set(numbers.map((i) => Math.floor(i / DOCUMENTS_A_FACET_BLOCK)))];
	}

	// Counting is another script's: counts come after the answer.
	async narrow(numbers, filters) {
		return (await this.narrowing()).narrow(this, numbers, filters);
	}

	// A question with filters, in an order of ORDERS or in that of what documents say: the documents, `all` those before
	// filters. Facets are counted by narrow().
	async find({ q = '', filters = {}, sort = '', isTyping = false }) {
		const { n } = await this.manifest();
		const hasFilters = FACETS.some((f) => filters[f]?.length);
		const isQuestion = (await this.questionWords(q)).length > 0;
		if (hasFilters)
			Promise.all([this.values(), this.narrowing()]).catch(() => {});
		if (sort)
			this.narrowing().catch(() => {});
		const found = isQuestion ? await this.match(q, isTyping)
			: { numbers: hasFilters ? Array.from({ length: n }, (_, i) => i) : [], more: [], isPartial: false, matches: [] };
		const passed = async (numbers) => hasFilters ? (await this.narrow(numbers, filters)).numbers : numbers;
		const ordered = async (numbers) => sort ? (await this.narrowing()).sorted(this, numbers, sort) : numbers;
		return { ...found, all: found.numbers, numbers: await ordered(await passed(found.numbers)), more: await passed(found.more) };
	}

	async documents(numbers) {
		const { documents } = await this.manifest();
		return Promise.all(numbers.map(async (number) => {
			const file = Math.floor(number / DOCUMENTS_A_FILE);
			const list = await this.file(`${documents[Math.floor(file / FILES_A_FOLDER)]}/${file}.json`, readJson);
			const [kind, path, title, language, publisher, date, license, hvd, formats, teaser] = list[number % DOCUMENTS_A_FILE];
			return { kind, path, title, language, publisher, date, license, hvd, formats, teaser };
		}));
	}

	// The places of a text that the matches explain: [[from, to]]. A part of a compound begins it or stands behind
	// another part: there is no tree in streets.
	marks(text, matches) {
		const terms = new Set(matches.flatMap((m) => m.entries.map((e) => e.term)));
		const parts = matches.flatMap((m) => [m.word, ...m.entries.map((e) => fold(e.display))]).filter((p) => p.length >= 4);
		return words(text).filter(({ word }) => ['de', 'en'].some((l) => terms.has(term(word, l)))
			|| parts.some((p) => word.startsWith(p) || word.indexOf(p) > 2) || matches.some((m) => m.how === 'begins' && word.startsWith(m.word)))
			.map(({ from, to }) => [from, to]);
	}
}
