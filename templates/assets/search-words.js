// From what is typed to the terms of the index: folding, stems. The other half is
// generator/search/words.c; both must make the same of a word.
import { stemEnglish, stemGerman } from './stem.js';

const MOST_BYTES = 60;
const encoder = new TextEncoder();

// Lower case, ß as ss, no accents but those of ä ö ü.
export const fold = (word) => word.normalize('NFC').toLowerCase()
	.replace(/\u00ad/g, '').replace(/[^\0-\x7fäöü]/gu, (c) => c.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC'))
	.replace(/ß/g, 'ss').replace(/æ/g, 'ae').replace(/[øœ]/g, 'oe');

// The words of a text with their places: [{ word, from, to }]
export function words(text) {
	const found = [];
	for (const m of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad]*/gu)) {
		const word = fold(m[0]);
		if (encoder.encode(word).length <= MOST_BYTES)
			found.push({ word, from: m.index, to: m.index + m[0].length });
	}
	return found;
}

const plain = (word) => word.replace(/[äöü]/g, (c) => ({ ä: 'a', ö: 'o', ü: 'u' })[c]);
// What stands before is matched, too: Safari 16.2 knows no (?<!…). Two matches never touch, for the first ends in e.
const umlauts = (word) => word.replace(/(^|[^aeiouyq])([aou])e/g, (all, before, c) => before + { a: 'ä', o: 'ö', u: 'ü' }[c]);

// The term that stands in the index for a folded word.
export function term(word, language) {
	if (/[0-9]/.test(word))
		return plain(word);
	if (language === 'de')
		return plain(stemGerman(umlauts(word)));
	return plain(language === 'en' ? stemEnglish(word) : word);
}

// What a term begins with whose word begins like this: nothing is cut off.
export const beginning = (word, language) => plain(language === 'de' ? umlauts(word) : word);
