// The search page: box with suggestions, results, facets. What the page is showing stands in its address.
// The index is read by search-index.js; build.mjs makes one classic script of all, which also runs from
// file:// and can say there that it may not read anything.
import { FACETS, Index } from './search-index.js';
import { words } from './search-words.js';

const HITS_A_PAGE = 10;
const WAIT = 120;         // milliseconds without a key before a search
const WAIT_SPOKEN = 800;  // before the number of hits is spoken
const FACET_VALUES = 8;   // shown of each facet at first
const FACET_BLOCKS = 10;  // of some 8 KB, counted without being asked

const $ = (id) => document.getElementById(id);
const form = $('search');
const label = form.dataset;
const language = document.documentElement.lang;
const input = $('q');
const isWide = matchMedia('(min-width: 62rem)');
const list = $('suggestions');

const element = (name, attributes = {}, ...children) => {
	const e = document.createElement(name);
	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	e.append(...children);
	return e;
};
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
const number = (n) => n.toLocaleString(language);

async function load(path) {
	const answer = await fetch(label.index + path);
	if (!answer.ok)
		throw new Error(`${path}: ${answer.status}`);
	return path.endsWith('.json') ? answer.json() : new Uint8Array(await answer.arrayBuffer());
}
const index = new Index(load, language.split('-')[0]);

// ---- what is asked: from the address, and back ----

function asked() {
	const query = new URLSearchParams(location.search);
	return {
		q: query.get('q') ?? '',
		filters: Object.fromEntries(FACETS.map((f) => [f, query.getAll(f)])),
		page: Math.max(1, parseInt(query.get('page'), 10) || 1),
	};
}

function address({ q, filters, page }) {
	const query = new URLSearchParams();
	if (q.trim())
		query.set('q', q.trim());
	for (const f of FACETS)
		for (const code of filters[f])
			query.append(f, code);
	if (page > 1)
		query.set('page', page);
	return `${location.pathname}${query.size ? `?${query}` : ''}`;
}

let state = asked();

function go(change, isStep) {
	state = { ...state, page: 1, isTyping: false, ...change };
	history[isStep ? 'pushState' : 'replaceState'](null, '', address(state));
	return show();
}

// ---- results ----

function dateText(date) {
	const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date) ?? [];
	if (!year)
		return date;
	const style = day ? { day: 'numeric', month: 'long', year: 'numeric' } : month ? { month: 'long', year: 'numeric' } : { year: 'numeric' };
	return new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }).format(new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1)));
}

// The text with what was found in <mark>, never as HTML.
function marked(text, matches) {
	const parts = [];
	let at = 0;
	for (const [from, to] of index.marks(text, matches)) {
		parts.push(text.slice(at, from), element('mark', {}, text.slice(from, to)));
		at = to;
	}
	return [...parts, text.slice(at)];
}

const KINDS = ['dataset', 'series', 'service', 'publisher', 'page'];
const kindText = (kind) => label[`kind${kind[0].toUpperCase()}${kind.slice(1)}`];

function hit(d, matches) {
	const foreign = d.language ? { lang: d.language } : {};
	const tags = element('ul', { class: 'tab-tags', 'aria-label': label.formats }, ...d.formats.map((f) => element('li', { class: 'tab-tag' }, f)));
	if (d.hvd)
		tags.append(element('li', { class: 'tab-tag tab-tag--hvd' }, label.hvd));
	const meta = element('p', { class: 'tab-result__meta' });
	if (d.kind)
		meta.append(element('span', { class: 'tab-tag' }, kindText(KINDS[d.kind])));
	if (d.publisher)
		meta.append(element('span', {}, d.publisher));
	if (d.date)
		meta.append(element('span', {}, `${label.updated} `, element('time', { datetime: d.date.slice(0, 10) }, dateText(d.date))));
	if (d.license)
		meta.append(element('span', {}, d.license));
	const item = element('li', { class: 'tab-result' },
		element('h2', { class: 'tab-result__title' }, element('a', { href: label.home + d.path, ...foreign }, ...marked(d.title, matches))));
	if (d.teaser)
		item.append(element('p', { class: 'tab-result__summary', ...foreign }, ...marked(d.teaser, matches)));
	if (meta.childNodes.length)
		item.append(meta);
	if (tags.childNodes.length)
		item.append(tags);
	return item;
}

const isAnything = () => Boolean(state.q.trim()) || FACETS.some((f) => state.filters[f].length > 0);

let spoken;
function say(text) {
	clearTimeout(spoken);
	spoken = setTimeout(() => { $('hits-spoken').textContent = text; }, WAIT_SPOKEN);
}

function showHits(total, found) {
	const isAsked = isAnything();
	const text = !isAsked ? label.prompt
		: total ? filled(total === 1 ? label.hitsOne : label.hitsOther, { n: number(total) })
			: filled(label.none, { q: state.q.trim() });
	const near = found.matches.filter((m) => m.how === 'near');
	const note = !total && isAsked ? label.noneHint
		: near.length ? filled(label.near, { words: near.flatMap((m) => m.entries.map((e) => e.display || e.term)).join(', ') })
			: found.isPartial ? label.some : '';
	$('hits').textContent = text;
	$('note').textContent = note;
	$('note').hidden = !note;
	say(isAsked ? [text, note].join(' ') : '');
}

function showPages(total) {
	const pages = Math.ceil(total / HITS_A_PAGE);
	$('pages').hidden = pages < 2;
	$('page').textContent = filled(label.page, { n: number(state.page), total: number(pages) });
	for (const [id, page, exists] of [['previous', state.page - 1, state.page > 1], ['next', state.page + 1, state.page < pages]]) {
		$(id).hidden = !exists;
		$(id).href = address({ ...state, page });
	}
}

// ---- facets ----

const boxes = new Map(); // "theme ENVI" → { box, item, count }
const unfolded = new Set();

function makeFacets(values) {
	for (const group of document.querySelectorAll('[data-facet]')) {
		const facet = group.dataset.facet;
		const ul = group.querySelector('ul');
		for (const [code, title] of values[facet]) {
			const box = element('input', { type: 'checkbox', name: facet, value: code });
			const count = element('span', { class: 'tab-count' });
			const text = facet === 'kind' ? kindText(code) : facet === 'hvd' ? label.hvd : title;
			const item = element('li', {}, element('label', {}, box, ' ', element('span', {}, text), ' ', count));
			box.addEventListener('change', () => {
				const chosen = state.filters[facet].filter((c) => c !== code);
				go({ filters: { ...state.filters, [facet]: box.checked ? [...chosen, code] : chosen } }, true);
			});
			ul.append(item);
			boxes.set(`${facet} ${code}`, { box, item, count });
		}
		if (values[facet].length > FACET_VALUES) {
			const more = element('button', { type: 'button', class: 'tab-textbutton', hidden: '' }, label.showAll);
			more.addEventListener('click', () => {
				unfolded.add(facet);
				showFacetValues();
				ul.querySelectorAll('li:not([hidden]) input')[FACET_VALUES]?.focus();
			});
			group.append(more);
		}
	}
}

let counts;
function showFacetValues() {
	for (const group of document.querySelectorAll('[data-facet]')) {
		const facet = group.dataset.facet;
		let shown = 0, folded = 0;
		for (const [code, n] of counts[facet]) {
			const { box, item, count } = boxes.get(`${facet} ${code}`);
			box.checked = state.filters[facet].includes(code);
			count.textContent = number(n);
			const isUseful = n > 0 || box.checked;
			item.hidden = !isUseful || (shown >= FACET_VALUES && !unfolded.has(facet) && !box.checked);
			shown += !item.hidden;
			folded += isUseful && item.hidden;
		}
		// a single choice that nothing is left of by making it is none
		group.hidden = shown + folded < (facet === 'kind' ? 2 : 1);
		const more = group.querySelector('button');
		if (more)
			more.hidden = !folded;
	}
}

// Counting needs more of the index than answering. Where the choices are folded away (on a phone, or with
// very many hits) it is done when they are opened.
let isFoldedByReader = null;
async function showFacets(found) {
	const chosen = FACETS.reduce((n, f) => n + state.filters[f].length, 0);
	$('narrowed').textContent = chosen ? `(${chosen})` : '';
	const narrow = $('narrow');
	const isMuch = index.facetBlocks(found.all).length > FACET_BLOCKS;
	narrow.classList.toggle('tab-narrow--much', isMuch);
	narrow.hidden = !found.all.length && !chosen;
	narrow.open = isFoldedByReader === null ? isWide.matches && (!isMuch || chosen > 0) : !isFoldedByReader;
	if (!narrow.open || narrow.hidden)
		return;
	const values = await index.values();
	const { counts: counted } = await index.narrow(found.all, state.filters);
	if (found !== lastFound)
		return;
	if (!boxes.size)
		makeFacets(values);
	counts = counted;
	showFacetValues();
	$('reset').hidden = !chosen;
}

// ---- the whole ----

function giveUp(why) {
	$('found').hidden = true;
	document.documentElement.classList.remove('tab-asked');
	$('hits').textContent = why;
}

let run = 0, lastFound;
async function show() {
	const mine = ++run;
	try {
		const found = await index.find(state);
		const total = found.numbers.length;
		state.page = Math.min(state.page, Math.max(1, Math.ceil(total / HITS_A_PAGE)));
		const from = (state.page - 1) * HITS_A_PAGE;
		const numbers = found.numbers.slice(from, from + HITS_A_PAGE);
		const more = state.page * HITS_A_PAGE >= total ? found.more : [];
		const [documents, others] = await Promise.all([index.documents(numbers), index.documents(more)]);
		if (mine !== run)
			return;
		$('found').hidden = !isAnything();
		$('found').classList.toggle('tab-found--none', !total);
		document.documentElement.classList.toggle('tab-asked', isAnything());
		showHits(total, found);
		$('results').replaceChildren(...documents.map((d) => hit(d, found.matches)));
		$('results').setAttribute('start', from + 1);
		$('more-results').replaceChildren(...others.map((d) => hit(d, found.matches)));
		$('more').hidden = !others.length;
		showPages(total);
		lastFound = found;
		await showFacets(found);
	} catch (error) {
		if (mine === run)
			giveUp(label.failed);
	}
}

// ---- the box: combobox with a list of suggestions (ARIA Authoring Practices, list autocomplete with
// manual selection) ----

let suggestions = [], active = -1;

function close() {
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
	go({ q: text }, true);
}

async function suggest() {
	const q = input.value;
	const found = await index.suggest(q).catch(() => []);
	if (q !== input.value || document.activeElement !== input)
		return;
	suggestions = found.map((s) => s.text).filter((text) => text.toLowerCase() !== q.toLowerCase());
	if (!suggestions.length) {
		close();
		return;
	}
	const typed = words(q).at(-1).from;
	list.replaceChildren(...suggestions.map((text, i) => {
		const option = element('li', { role: 'option', id: `suggestion-${i}`, 'aria-selected': 'false' }, text.slice(0, typed), element('b', {}, text.slice(typed)));
		option.addEventListener('pointerdown', (event) => event.preventDefault()); // the box keeps the focus
		option.addEventListener('click', () => choose(text));
		return option;
	}));
	list.hidden = false;
	active = -1;
	input.setAttribute('aria-expanded', 'true');
	input.removeAttribute('aria-activedescendant');
	say(filled(label.suggestions, { n: suggestions.length }));
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

function begin() {
	if (location.protocol === 'file:') {
		giveUp(label.file);
		form.querySelectorAll('input, button').forEach((e) => { e.disabled = true; });
		return;
	}
	for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', 'suggestions']])
		input.setAttribute(name, value);
	input.value = state.q;
	$('narrow').querySelector('summary').addEventListener('click', (event) => {
		event.preventDefault();
		isFoldedByReader = $('narrow').open;
		$('narrow').open = !isFoldedByReader;
		if (lastFound)
			showFacets(lastFound).catch(() => giveUp(label.failed));
	});
	let timer;
	input.addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			suggest();
			go({ q: input.value, isTyping: true });
		}, WAIT);
	});
	input.addEventListener('keydown', key);
	input.addEventListener('blur', close);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		clearTimeout(timer);
		close();
		go({ q: input.value }, true);
	});
	for (const id of ['previous', 'next'])
		$(id).addEventListener('click', (event) => {
			if (event.ctrlKey || event.metaKey || event.shiftKey)
				return;
			event.preventDefault();
			go({ page: state.page + (id === 'next' ? 1 : -1) }, true).then(() => {
				$('results').querySelector('a')?.focus();
				form.scrollIntoView();
			});
		});
	$('reset').addEventListener('click', () => {
		go({ filters: Object.fromEntries(FACETS.map((f) => [f, []])) }, true);
		input.focus();
	});
	window.addEventListener('popstate', () => {
		state = asked();
		input.value = state.q;
		show();
	});
	show();
}

begin();
