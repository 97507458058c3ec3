// The Snowball stemmers for German and English, as libstemmer 2.2 has them: the index was made with that, so
// the stems must be the same to the letter (tests/search holds them against each other).
// Written from the algorithms' descriptions, https://snowballstem.org/algorithms/

// The longest of the endings that the word has; '' for none.
const ending = (word, endings) => {
	let found = '';
	for (const e of endings)
		if (e.length > found.length && word.endsWith(e))
			found = e;
	return found;
};
const cut = (word, n) => word.slice(0, word.length - n);

// Behind the first consonant that follows a vowel, from a place on.
const region = (word, from, vowel) => {
	let i = from;
	while (i < word.length && !vowel.test(word[i])) i++;
	while (i < word.length && vowel.test(word[i])) i++;
	return i < word.length ? i + 1 : word.length;
};

const german = /[aeiouyäöü]/;
const GERMAN_1 = ['em', 'ern', 'er', 'e', 'en', 'es', 's'];
const GERMAN_2 = ['en', 'er', 'est', 'st'];
const GERMAN_3 = ['end', 'ung', 'ig', 'ik', 'isch', 'lich', 'heit', 'keit'];

export function stemGerman(word) {
	let w = word.replace(/ß/g, 'ss');
	for (let i = 0; i + 2 < w.length; i++)
		if (german.test(w[i]) && (w[i + 1] === 'u' || w[i + 1] === 'y') && german.test(w[i + 2]))
			w = w.slice(0, i + 1) + w[i + 1].toUpperCase() + w.slice(i + 2);
	let r1 = w.length, r2 = w.length;
	if (w.length >= 3) {
		r1 = region(w, 0, german);
		r2 = region(w, r1, german);
		r1 = Math.max(r1, 3);
	}
	const inside = (e, r) => w.length - e.length >= r;

	let e = ending(w, GERMAN_1);
	if (e && inside(e, r1)) {
		if (e !== 's') {
			w = cut(w, e.length);
			if (e[0] === 'e' && e !== 'em' && e !== 'ern' && e !== 'er' && w.endsWith('niss'))
				w = cut(w, 1);
		} else if (/[bdfghklmnrt]s$/.test(w)) {
			w = cut(w, 1);
		}
	}
	e = ending(w, GERMAN_2);
	if (e && inside(e, r1) && (e !== 'st' || /...[bdfghklmnt]st$/.test(w)))
		w = cut(w, e.length);
	e = ending(w, GERMAN_3);
	if (e && inside(e, r2)) {
		if (e === 'end' || e === 'ung') {
			w = cut(w, 3);
			if (w.endsWith('ig') && !w.endsWith('eig') && inside('ig', r2))
				w = cut(w, 2);
		} else if (e === 'ig' || e === 'ik' || e === 'isch') {
			if (!w.endsWith('e' + e))
				w = cut(w, e.length);
		} else if (e === 'keit') {
			w = cut(w, 4);
			const more = ending(w, ['lich', 'ig']);
			if (more && inside(more, r2))
				w = cut(w, more.length);
		} else {
			w = cut(w, 4);
			if (/e[rn]$/.test(w) && inside('er', r1))
				w = cut(w, 2);
		}
	}
	return w.replace(/[UYäöü]/g, (c) => ({ U: 'u', Y: 'y', ä: 'a', ö: 'o', ü: 'u' })[c]);
}

const english = /[aeiouy]/;
const table = (text) => Object.fromEntries(text.split(' ').map((pair) => pair.split('/')));
const EXCEPTIONS = /* @__PURE__ */ table('skis/ski skies/sky dying/die lying/lie tying/tie idly/idl gently/gentl ugly/ugli early/earli'
	+ ' only/onli singly/singl sky/sky news/news howe/howe atlas/atlas cosmos/cosmos bias/bias andes/andes');
const WHOLE = /^(inning|outing|canning|herring|earring|proceed|exceed|succeed)$/;
const STEP_2 = /* @__PURE__ */ table('tional/tion enci/ence anci/ance abli/able entli/ent izer/ize ization/ize ational/ate ation/ate ator/ate'
	+ ' alism/al aliti/al alli/al fulness/ful ousli/ous ousness/ous iveness/ive iviti/ive biliti/ble bli/ble ogi/og fulli/ful'
	+ ' lessli/less li/');
const STEP_3 = /* @__PURE__ */ table('tional/tion ational/ate alize/al icate/ic iciti/ic ical/ic ful/ ness/ ative/');
const STEP_4 = /* @__PURE__ */ 'al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion'.split(' ');

const isShort = (w) => /[^aeiouy][aeiouy][^aeiouywxY]$/.test(w) || /^[aeiouy][^aeiouy]$/.test(w);

export function stemEnglish(word) {
	if (Object.hasOwn(EXCEPTIONS, word))
		return EXCEPTIONS[word];
	if (word.length < 3)
		return word;
	let w = word.replace(/^'/, '').replace(/^y/, 'Y');
	for (let i = 0; i + 1 < w.length; i++)
		if (english.test(w[i]) && w[i + 1] === 'y')
			w = w.slice(0, i + 1) + 'Y' + w.slice(i + 2);
	const special = /^(gener|commun|arsen)/.exec(w);
	const r1 = special ? special[0].length : region(w, 0, english);
	const r2 = region(w, r1, english);
	const inside = (e, r) => w.length - e.length >= r;

	w = w.replace(/('s'|'s|')$/, '');
	let e = ending(w, ['sses', 'ied', 'ies', 's', 'us', 'ss']);
	if (e === 'sses')
		w = cut(w, 2);
	else if (e === 'ied' || e === 'ies')
		w = cut(w, w.length > 4 ? 2 : 1);
	else if (e === 's' && english.test(cut(w, 2)))
		w = cut(w, 1);
	if (WHOLE.test(w))
		return w;

	e = ending(w, ['eed', 'eedly', 'ed', 'edly', 'ing', 'ingly']);
	if (e === 'eed' || e === 'eedly') {
		if (inside(e, r1))
			w = cut(w, e.length) + 'ee';
	} else if (e && english.test(cut(w, e.length))) {
		w = cut(w, e.length);
		if (/(at|bl|iz)$/.test(w))
			w += 'e';
		else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w))
			w = cut(w, 1);
		else if (w.length === r1 && isShort(w))
			w += 'e';
	}
	if (/.[^aeiouy][yY]$/.test(w))
		w = cut(w, 1) + 'i';

	e = ending(w, Object.keys(STEP_2));
	if (e && inside(e, r1) && (e !== 'ogi' || w.endsWith('logi')) && (e !== 'li' || /[cdeghkmnrt]li$/.test(w)))
		w = cut(w, e.length) + STEP_2[e];
	e = ending(w, Object.keys(STEP_3));
	if (e && inside(e, r1) && (e !== 'ative' || inside(e, r2)))
		w = cut(w, e.length) + STEP_3[e];
	e = ending(w, STEP_4);
	if (e && inside(e, r2) && (e !== 'ion' || /[st]ion$/.test(w)))
		w = cut(w, e.length);
	if (w.endsWith('e') && (inside('e', r2) || (inside('e', r1) && !isShort(cut(w, 1)))))
		w = cut(w, 1);
	else if (w.endsWith('ll') && inside('l', r2))
		w = cut(w, 1);
	return w.replace(/Y/g, 'y');
}
