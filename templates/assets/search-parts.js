// What a German compound that occurs nowhere is made of, as far as that occurs. The generator splits what is written by a
// list of parts (generator/search/compounds.def); here the dictionary of the index is that list. Comes when a word is not
// found. Knows nothing of pages; runs in Node, too.

const SHORTEST = 3;
// Of a part when the other ones occur nowhere: many words end in a short one that is none of their parts.
const SHORTEST_BEGINNING = 4;
const SHORTEST_END = 6;
const DEEPEST = 2; // so often is what stands behind a part split again
const JOINTS = ['', 's', 'n', 'en', 'es'];

// Nouns have a capital; what comes from the list of parts only is not shown.
const isNoun = ({ entries }) => entries.some((e) => !e.display || /^\p{Lu}/u.test(e.display));

// [{ word, entries }]: all parts, the longest first ones that do; else the beginning, else the end; else none.
export async function partsOf(index, word) {
	const stops = (await index.manifest()).stops.split(' ');
	const known = async (part) => {
		const entries = stops.includes(part) ? [] : await index.exact(part);
		return entries.length ? { word: part, entries } : null;
	};
	const split = async (rest, depth) => {
		for (let at = rest.length - SHORTEST; at >= SHORTEST; at--) {
			const first = await known(rest.slice(0, at));
			for (const joint of first ? JOINTS.filter((j) => rest.startsWith(j, at)) : []) {
				const behind = rest.slice(at + joint.length);
				const last = behind.length < SHORTEST ? null : await known(behind);
				const others = last && isNoun(last) ? [last] : depth > 1 ? await split(behind, depth - 1) : null;
				if (others)
					return [first, ...others];
			}
		}
		return null;
	};
	if (/[0-9]/.test(word))
		return [];
	const all = await split(word, DEEPEST);
	if (all)
		return all;
	for (let at = word.length - SHORTEST; at >= SHORTEST_BEGINNING; at--) {
		const first = await known(word.slice(0, at));
		if (first && isNoun(first))
			return [first];
	}
	const length = Math.max(0, word.length - SHORTEST_END - SHORTEST + 1);
	const ends = await Promise.all(Array.from({ length }, (_, i) => known(word.slice(i + SHORTEST))));
	return ends.filter((part) => part && isNoun(part)).slice(0, 1);
}
