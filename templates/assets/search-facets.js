// The boxes by which results are narrowed down, and what counts for them. The search page loads this when it is about
// to show them, or when its address narrows down or asks for another order, or when a word is not found.
export { narrow } from './search-narrow.js';
export { sorted } from './search-orders.js';
export { partsOf } from './search-parts.js';

const SHOWN = 8; // of each facet at first
const MUNICIPALITY = /^\d{8}$/; // its official key, where no name is known
const KEY = /^\d+$/;
const ALWAYS_ONE = ['region', 'year', 'kind']; // of which nearly every document has one

let groups; // of the page, which is not whole yet when a question that narrows down loads this script
const boxes = new Map(); // "theme ENVI" → { box, item, count }
const unfolded = new Set();
const order = new Map(); // facet → codes
let shown; // what showChoices() was called with

// What a code is called that brings no title.
function textOf(facet, code) {
	const { label, kindText } = shown;
	switch (facet) {
	case 'kind': return kindText(code);
	case 'hvd': return label.hvd;
	case 'region': return KEY.test(code) ? label[MUNICIPALITY.test(code) ? 'municipality' : 'region'].replace('{key}', code) : code;
	default: return code;
	}
}

function makeBox(facet, [code, title]) {
	const { element } = shown;
	const box = element('input', { type: 'checkbox', name: facet, value: code });
	const count = element('span', { class: 'tab-count' });
	const item = element('li', {}, element('label', {}, box, ' ', element('span', {}, title || textOf(facet, code)), ' ', count));
	box.addEventListener('change', () => {
		const others = shown.filters[facet].filter((c) => c !== code);
		shown.choose({ ...shown.filters, [facet]: box.checked ? [...others, code] : others });
	});
	boxes.set(`${facet} ${code}`, { box, item, count });
	return item;
}

function makeGroup(group) {
	const facet = group.dataset.facet;
	const ul = group.querySelector('ul');
	ul.append(...shown.values[facet].map((value) => makeBox(facet, value)));
	if (shown.values[facet].length <= SHOWN)
		return;
	const more = shown.element('button', { type: 'button', class: 'tab-textbutton', hidden: '' }, shown.label.showAll);
	more.addEventListener('click', () => {
		unfolded.add(facet);
		groups.forEach(showGroup);
		ul.querySelectorAll('li:not([hidden]) input')[SHOWN]?.focus();
	});
	group.append(more);
}

// A question sorts its choices, the most hits first; ticking a box moves none.
function sortGroup(group) {
	const facet = group.dataset.facet;
	const hits = shown.counts[facet];
	const codes = [...hits.keys()];
	if (facet !== 'year')
		codes.sort((a, b) => hits.get(b) - hits.get(a));
	order.set(facet, codes);
	group.querySelector('ul').append(...codes.map((code) => boxes.get(`${facet} ${code}`).item));
}

function showGroup(group) {
	const facet = group.dataset.facet;
	const filter = shown.filters[facet];
	let n = 0, folded = 0;
	for (const code of order.get(facet)) {
		const hits = shown.counts[facet].get(code);
		const { box, item, count } = boxes.get(`${facet} ${code}`);
		box.checked = filter.includes(code);
		count.textContent = shown.number(hits);
		const stays = box.checked || box === document.activeElement;
		const isUseful = hits > 0 || stays;
		item.hidden = !isUseful || (n >= SHOWN && !unfolded.has(facet) && !stays);
		n += !item.hidden;
		folded += isUseful && item.hidden;
	}
	// a single choice that nothing is left of by making it is none
	group.hidden = n + folded < (ALWAYS_ONE.includes(facet) && !filter.length ? 2 : 1) && !group.contains(document.activeElement);
	const more = group.querySelector('button');
	if (more)
		more.hidden = !folded;
}

// question; values: facets.json; counts: facet → Map of code → hits; filters: facet → codes chosen; choose(filters).
export function showChoices(what) {
	const isFirst = !shown || shown.values !== what.values;
	const isNew = isFirst || shown.question !== what.question;
	shown = what;
	if (isFirst) {
		groups = document.querySelectorAll('[data-facet]');
		boxes.clear();
		groups.forEach((group) => group.querySelectorAll('li, button').forEach((e) => e.remove()));
		groups.forEach(makeGroup);
	}
	if (isNew)
		groups.forEach(sortGroup);
	groups.forEach(showGroup);
}
