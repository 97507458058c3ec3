// The search page: results and facets. What the page is showing stands in its address. (Suggestions below the box are
// suggest.js, which comes with the first focus.) The index is read by search-index.js; build.mjs makes one classic
// script of all, which also runs from file:// and can say there that it may not read anything.
//
// It stands before the style sheet and asks for the answer before the page is whole: each wait for the network counts.
import { fetchFrom } from './search-dictionary.js';
import { FACETS, ORDERS } from './search-format.js';
import { Index } from './search-index.js';
import { words } from './search-words.js';

const HITS_A_PAGE = 10;
const WAIT = 120;         // milliseconds without a key before a search
const WAIT_SIGN = 400;    // for an answer before the page says that it searches
const WAIT_SPOKEN = 800;  // before the number of hits is spoken
const FACET_BLOCKS = 10;  // of some 8 KB, counted without being asked

const $ = (id) => document.getElementById(id);
const language = document.documentElement.lang;
const source = document.currentScript.src;
const folder = new URL(`../search/${language}/`, source);
const isWide = matchMedia('(min-width: 62rem)');
let form, input, label, numbers, dates, title;

const element = (name, attributes = {}, ...children) => {
	const e = document.createElement(name);
	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	e.append(...children);
	return e;
};
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
const number = (n) => numbers.format(n);

// A browser remembers that a module did not come: it is asked for again at another address.
let facets, failures = 0;
const loadFacets = () => facets ??= import(new URL(`search-facets.js${failures ? `?${failures}` : ''}`, source)).catch((error) => {
	facets = null;
	failures++;
	throw error;
});

// The manifest is a script that does not hold the page up: it may come after this one, or never.
function comingManifest() {
	const script = document.querySelector('script[src$="/index.js"]');
	if (window.searchIndex || !script)
		return window.searchIndex;
	const coming = new Promise((resolve, reject) => {
		const look = () => window.searchIndex ? resolve(window.searchIndex) : reject(new Error('no manifest'));
		script.addEventListener('load', look);
		script.addEventListener('error', look);
		window.addEventListener('load', look); // it may have failed before this script ran
	});
	coming.catch(() => {});
	return coming;
}
const index = new Index(fetchFrom(folder), loadFacets, comingManifest());

// What the page says to those who get no script goes before anybody sees it.
const withoutScript = new MutationObserver(() => $('without')?.remove());
withoutScript.observe(document, { childList: true, subtree: true });

// ---- what is asked: from the address, and back ----

function asked() {
	const query = new URLSearchParams(location.search);
	return {
		q: query.get('q') ?? '',
		filters: Object.fromEntries(FACETS.map((f) => [f, query.getAll(f)])),
		sort: ORDERS.find((order) => order === query.get('sort')) ?? '',
		page: Math.max(1, parseInt(query.get('page'), 10) || 1),
	};
}

function address({ q, filters, sort, page }) {
	const query = new URLSearchParams();
	if (q.trim())
		query.set('q', q.trim());
	for (const f of FACETS)
		for (const code of filters[f])
			query.append(f, code);
	if (sort)
		query.set('sort', sort);
	if (page > 1)
		query.set('page', page);
	return `${location.pathname}?${query}`.replace(/\?$/, '');
}

let state = asked();
let settled = address(state); // of the last step: what is typed stands in its place in the history, until the next step

function go(change, isStep) {
	const before = address(state);
	state = { ...state, page: 1, isTyping: false, ...change };
	const after = address(state);
	history.replaceState(null, '', isStep ? settled : after);
	// what was typed without Enter and then narrowed down is a step, too
	for (const step of !isStep ? [] : 'q' in change ? [after] : [before, after])
		if (step !== settled)
			history.pushState(null, '', settled = step);
	return show();
}

// ---- results ----

function dateText(date) {
	const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date) ?? [];
	return year ? dates[day ? 2 : month ? 1 : 0].format(Date.UTC(year, (month ?? 1) - 1, day ?? 1)) : date;
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

const hits = (n) => filled(n === 1 ? label.hitsOne : label.hitsOther, { n: number(n) });

// How the words were understood, where they do not stand as they were typed.
function explained({ matches, isPartial }) {
	const near = matches.filter((m) => m.how === 'near');
	const compounds = [...new Set(matches.filter((m) => m.how === 'part').map((m) => m.of))];
	return [
		...near.length ? [filled(label.near, { words: near.flatMap((m) => m.entries.map((e) => e.display || e.term)).join(', ') })] : [],
		...compounds.map((word) => {
			const [{ from, to }] = words(state.q).filter((w) => w.word === word);
			return filled(label.parts, { word: state.q.slice(from, to), parts: matches.filter((m) => m.of === word).map((m) => m.entries[0].display || m.word).join(', ') });
		}),
		...isPartial && !near.length ? [label.some] : [],
	].join(' ');
}

function showHits(total, found) {
	const isAsked = isAnything();
	const without = found.all.length; // restrictions
	const text = !isAsked ? label.prompt
		: total ? hits(total)
			: without ? label.noneNarrowed : filled(label.none, { q: state.q.trim() });
	const note = !isAsked ? ''
		: total ? explained(found)
			: without ? filled(label.without, { hits: hits(without) }) : label.noneHint;
	$('hits').textContent = text;
	$('note').textContent = note;
	$('note').hidden = !note;
	$('lift').hidden = !(isAsked && !total && without);
	$('wish').hidden = !(isAsked && !total && !without);
	const order = state.sort && total > 1 ? $('sort').selectedOptions[0].text : '';
	say(isAsked ? [text, order, note].join(' ') : '');
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

// Counting needs more of the index than answering, and boxes more script (search-facets.js). Where the choices are
// folded away (on a phone, or with very many hits) both come when they are opened.
let isFoldedByReader = null;
async function showFacets(found) {
	const chosen = FACETS.reduce((n, f) => n + state.filters[f].length, 0);
	$('narrowed').textContent = chosen ? `(${chosen})` : '';
	const narrow = $('narrow');
	const isMuch = index.facetBlocks(found.all).length > FACET_BLOCKS;
	narrow.classList.toggle('tab-narrow--much', isMuch);
	narrow.hidden = !found.all.length && !chosen;
	const isInUse = narrow.open && narrow.contains(document.activeElement);
	narrow.open = isFoldedByReader === null ? isWide.matches && (!isMuch || chosen > 0 || isInUse) : !isFoldedByReader;
	if (!narrow.open || narrow.hidden)
		return;
	const [{ showChoices }, { counts }, values] = await Promise.all([loadFacets(), index.narrow(found.all, state.filters), index.values()]);
	if (found !== lastFound)
		return;
	showChoices({ question: state.q, values, counts, filters: state.filters, label, number, element, kindText, choose: (filters) => go({ filters }, true) });
	$('reset').hidden = !chosen;
}

// Where the choices do not come, the hits stay. Whoever opens them again, or asks something else, asks for all anew:
// what the page knows of the index may be older than the last but one publication.
let isOutdated = false;
function foldFacets() {
	isOutdated = true;
	const narrow = $('narrow');
	const hasFocus = narrow.contains(document.activeElement);
	narrow.open = false;
	if (hasFocus)
		narrow.querySelector('summary').focus();
}
const tryFacets = (found) => showFacets(found).catch(() => found === lastFound && foldFacets());

// ---- the whole ----

let waiting;
function startWaiting() {
	waiting ??= setTimeout(() => {
		clearTimeout(spoken);
		$('hits').textContent = $('hits-spoken').textContent = label.running;
		$('found').setAttribute('aria-busy', 'true');
	}, WAIT_SIGN);
}
function endWaiting() {
	clearTimeout(waiting);
	waiting = null;
	$('found').removeAttribute('aria-busy');
}

function giveUp(why) {
	endWaiting();
	say(why);
	$('found').hidden = true;
	document.documentElement.classList.remove('tab-asked');
	$('hits').textContent = why;
}

async function answer({ page, ...question }) {
	const found = await index.find(question);
	const total = found.numbers.length;
	const on = Math.min(page, Math.max(1, Math.ceil(total / HITS_A_PAGE)));
	const numbers = found.numbers.slice((on - 1) * HITS_A_PAGE, on * HITS_A_PAGE);
	const [documents, others] = await Promise.all([numbers, on * HITS_A_PAGE >= total ? found.more : []].map((n) => index.documents(n)));
	return { found, total, page: on, documents, others };
}

// What else on the page says what is asked: its title, and the way to the other languages.
function showQuestion() {
	document.title = state.q.trim() ? `${state.q.trim()} – ${title}` : title;
	for (const a of document.querySelectorAll('header a[hreflang]'))
		a.search = location.search;
}

let run = 0;
let lastFound, answered; // what is on the page, and the state it answers
let early; // the answer that was asked for before the page was whole, and the state it is `of`
async function show(isAgain) {
	const mine = ++run;
	if (isOutdated) {
		index.forget();
		isOutdated = false;
	}
	showQuestion();
	if (isAnything())
		startWaiting();
	try {
		const { found, total, page, documents, others } = await (early?.of === state ? early.answer : answer(state));
		if (mine !== run)
			return;
		endWaiting();
		state.page = page;
		$('found').hidden = !isAnything();
		$('found').classList.toggle('tab-found--none', !total);
		document.documentElement.classList.toggle('tab-asked', isAnything());
		showHits(total, found);
		$('results').replaceChildren(...documents.map((d) => hit(d, found.matches)));
		$('results').setAttribute('start', (page - 1) * HITS_A_PAGE + 1);
		$('more-results').replaceChildren(...others.map((d) => hit(d, found.matches)));
		$('more').hidden = !others.length;
		$('order').hidden = total < 2;
		showPages(total);
		lastFound = found;
		answered = state;
		// a browser that loads a page again looks for the reader's place before the hits are there
		if (mine === 1 && history.state)
			scrollTo(0, history.state.place);
	} catch {
		early = null; // or the second try would fail with the first one
		if (mine !== run)
			return;
		if (isAgain) {
			if (answered === state) {
				endWaiting();
				showHits(lastFound.numbers.length, lastFound);
				foldFacets();
			} else
				giveUp(label.failed);
			return;
		}
		isOutdated = true;
		await show(true);
		return;
	}
	await tryFacets(lastFound);
}

// What takes a browser its time when it is done first: done while the answer is under way. portal.js will ask the
// same storage for the colour scheme.
function prepare() {
	if (numbers)
		return;
	numbers = new Intl.NumberFormat(language);
	dates = [{}, { month: 'long' }, { month: 'long', day: 'numeric' }].map((style) =>
		new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...style, year: 'numeric', timeZone: 'UTC' }));
	[number(0), dateText('2000-01-01')];
	try { localStorage.getItem('theme'); } catch { /* private window */ }
}

function begin() {
	prepare();
	withoutScript.disconnect();
	$('without')?.remove();
	form = $('search');
	label = form.dataset;
	title = document.title;
	input = $('q');
	if (location.protocol === 'file:') {
		giveUp(label.file);
		form.querySelectorAll('input, button').forEach((e) => { e.disabled = true; });
		return;
	}
	const typed = input.value; // before this script could look: a question, too
	input.value ||= state.q;
	$('sort').value = state.sort;
	$('sort').addEventListener('change', () => go({ sort: $('sort').value }, true));
	$('narrow').querySelector('summary').addEventListener('click', (event) => {
		event.preventDefault();
		isFoldedByReader = $('narrow').open;
		$('narrow').open = !isFoldedByReader;
		if (isOutdated)
			show();
		else if (lastFound)
			tryFacets(lastFound);
	});
	let timer;
	input.addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(() => go({ q: input.value, isTyping: true }), WAIT);
	});
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		clearTimeout(timer);
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
	for (const button of [$('reset'), $('lift').querySelector('button')])
		button.addEventListener('click', () => {
			go({ filters: Object.fromEntries(FACETS.map((f) => [f, []])) }, true);
			input.focus();
		});
	window.addEventListener('popstate', () => {
		state = asked();
		settled = address(state);
		input.value = state.q;
		$('sort').value = state.sort;
		show();
	});
	if (typed && typed !== state.q)
		go({ q: typed, isTyping: true });
	else
		show();
	window.addEventListener('pagehide', () => history.replaceState({ place: scrollY }, ''));
}

if (isAnything() && location.protocol !== 'file:') {
	document.documentElement.classList.add('tab-asked'); // keeps room for the answer from the first paint on
	early = { of: state, answer: answer(state) };
	early.answer.catch(() => {});
}
setTimeout(prepare); // behind the requests, which are not made before this script has ended
if (document.readyState === 'loading')
	document.addEventListener('DOMContentLoaded', begin);
else
	begin();
