// Suggestions below a search box: what is being typed may go on to these words of the index. A combobox with a list, as
// the ARIA Authoring Practices describe it (list autocomplete with manual selection). portal.js gives the box its
// role, so that it is called the same from the start, and loads this with its first focus.
import { Dictionary, fetchFrom } from './search-dictionary.js';
import { fold, words } from './search-words.js';

const MOST = 6;
const WAIT = 120;         // milliseconds without a key before suggestions
const WAIT_SPOKEN = 800;  // before their number is spoken

const input = document.querySelector('[data-suggest]');
const list = document.getElementById(input.getAttribute('aria-controls'));
const status = document.getElementById('suggestions-spoken');
const folder = new URL(`../search/${document.documentElement.lang}/`, document.currentScript.src);

const dictionary = new Dictionary(fetchFrom(folder));

// Of German words the nouns: "Bauten", not "baut". All where none is.
const isGerman = document.documentElement.lang.startsWith('de');
function nounsOf(entries) {
	const nouns = entries.filter((e) => /^\p{Lu}/u.test(e.display));
	return isGerman && nouns.length ? nouns : entries;
}

// What a question may go on with: texts.
async function continuations(q) {
	const typed = words(q).at(-1);
	if (!typed || typed.to !== q.length || typed.word.length < 2)
		return [];
	const found = (await dictionary.completions(typed.word)).filter((e) => e.display && fold(e.display).startsWith(typed.word));
	return nounsOf(found).slice(0, MOST).map((e) => q.slice(0, typed.from) + e.display);
}

let suggestions = [], active = -1, timer, spoken;
let run = 0; // of suggest(): the last one counts, unless they were closed since

function close() {
	run++;
	clearTimeout(timer);
	clearTimeout(spoken);
	list.hidden = true;
	active = -1;
	input.setAttribute('aria-expanded', 'false');
	input.removeAttribute('aria-activedescendant');
}

function activate(i) {
	active = i;
	[...list.children].forEach((option, k) => option.setAttribute('aria-selected', String(k === i)));
	if (i < 0) {
		input.removeAttribute('aria-activedescendant');
		return;
	}
	input.setAttribute('aria-activedescendant', list.children[i].id);
	list.children[i].scrollIntoView({ block: 'nearest' });
}

function choose(text) {
	input.value = text;
	close();
	input.form.requestSubmit();
}

function option(text, typed, i) {
	const li = document.createElement('li');
	const rest = document.createElement('b');
	li.id = `suggestion-${i}`;
	li.setAttribute('role', 'option');
	li.setAttribute('aria-selected', 'false');
	rest.append(text.slice(typed));
	li.append(text.slice(0, typed), rest);
	li.addEventListener('pointerdown', (event) => event.preventDefault()); // the box keeps the focus
	li.addEventListener('click', () => choose(text));
	return li;
}

async function suggest() {
	const q = input.value;
	const mine = ++run;
	const found = await continuations(q).catch(() => dictionary.forget() ?? continuations(q)).catch(() => []);
	if (mine !== run || q !== input.value || document.activeElement !== input)
		return;
	suggestions = found.filter((text) => text.toLowerCase() !== q.toLowerCase());
	close();
	if (!suggestions.length)
		return;
	const typed = words(q).at(-1).from;
	list.replaceChildren(...suggestions.map((text, i) => option(text, typed, i)));
	list.hidden = false;
	input.setAttribute('aria-expanded', 'true');
	spoken = setTimeout(() => { status.textContent = input.dataset.suggestions.replace('{n}', suggestions.length); }, WAIT_SPOKEN);
}

function key(event) {
	if (event.isComposing || event.ctrlKey || event.metaKey)
		return;
	const n = suggestions.length;
	if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && list.hidden) {
		event.preventDefault();
		suggest().then(() => !list.hidden && activate(event.key === 'ArrowDown' ? 0 : suggestions.length - 1));
	} else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
		event.preventDefault();
		activate((active + (event.key === 'ArrowDown' ? 1 : active < 0 ? n : n - 1)) % n);
	} else if (event.key === 'Enter' && !list.hidden && active >= 0) {
		event.preventDefault();
		choose(suggestions[active]);
	} else if (event.key === 'Escape' && !list.hidden) {
		event.preventDefault();
		close();
	} else if (event.key === 'Home' || event.key === 'End' || event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
		activate(-1);
	}
}

input.addEventListener('input', () => {
	clearTimeout(timer);
	timer = setTimeout(suggest, WAIT);
});
input.addEventListener('keydown', key);
input.addEventListener('blur', close);
input.form.addEventListener('submit', close);
