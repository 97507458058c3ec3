// The map that moves: Leaflet with one layer, a hosted GeoJSON file or the layers of a WMS or WFS. portal.js loads this
// file on a click; nothing here runs before. There is no base map: that would be one more server to ask.

import { CircleMarker, GeoJSON, Map as LeafletMap, SVG, TileLayer } from 'leaflet/dist/leaflet-src.esm.js';

const MOST_OBJECTS = 1000;   // that a WFS is asked for
const MOST_STOPS = 200;      // objects that the tab key visits, one after the other
const MOST_PROPERTIES = 20;  // of an object, in its window
const STYLE = { weight: 2, color: 'currentColor', fillColor: 'currentColor', fillOpacity: 0.2 };

function element(name, className, text = '') {
	const made = document.createElement(name);
	made.className = className;
	made.textContent = text;
	return made;
}

function bounds(live) {
	const [west, south, east, north] = (live.dataset.mapBounds ?? '').split(',').map(Number);
	return Number.isFinite(north) ? [[south, west], [north, east]] : null;
}

function withQuery(address, query) {
	const url = new URL(address, location.href);
	const given = new Set(Array.from(url.searchParams.keys(), (key) => key.toLowerCase()));
	for (const [key, value] of Object.entries(query))
		if (!given.has(key.toLowerCase()))
			url.searchParams.set(key, value);
	return url;
}

// What an object says of itself, as text: it is somebody else's.
function properties(feature) {
	const list = element('dl', 'tab-live__properties');
	for (const [name, value] of Object.entries(feature.properties ?? {}).slice(0, MOST_PROPERTIES)) {
		if (value === null || value === '' || typeof value === 'object')
			continue;
		list.append(element('dt', '', name), element('dd', '', String(value)));
	}
	return list.childElementCount ? list : null;
}

function showObjects(map, collection) {
	const count = collection.features?.length ?? 1;
	const layer = new GeoJSON(collection, {
		style: STYLE,
		pointToLayer: (feature, at) => new CircleMarker(at, { ...STYLE, radius: 6 }),
		onEachFeature: (feature, shape) => {
			const text = properties(feature);
			if (!text)
				return;
			shape.bindPopup(text, { maxWidth: 320, maxHeight: 240 });
			// reachable by keyboard, in the order of the file
			shape.on('add', () => {
				const path = shape.getElement?.();
				if (!path || count > MOST_STOPS)
					return;
				path.setAttribute('tabindex', '0');
				path.setAttribute('role', 'button');
				path.setAttribute('aria-label', Array.from(text.querySelectorAll('dd'), (d) => d.textContent).slice(0, 3).join(', '));
				path.addEventListener('keydown', (event) => {
					if (event.key !== 'Enter' && event.key !== ' ')
						return;
					event.preventDefault();
					event.stopPropagation();
					shape.openPopup();
				});
			});
		},
	}).addTo(map);
	const around = layer.getBounds();
	if (!around.isValid())
		throw new Error('nothing to show');
	const [west, south, east, north] = around.toBBoxString().split(',').map(Number);
	if (west < -180 || east > 180 || south < -90 || north > 90)
		throw new Error('not in degrees');
	map.fitBounds(around, { padding: [16, 16], maxZoom: 17 });
	return count;
}

async function objects(live) {
	const { map: kind, mapUrl, mapLayers } = live.dataset;
	const address = kind === 'geojson' ? new URL(mapUrl, location.href) : withQuery(mapUrl, {
		service: 'WFS', version: '2.0.0', request: 'GetFeature', typeNames: mapLayers.split(',')[0],
		outputFormat: 'application/json', srsName: 'EPSG:4326', count: MOST_OBJECTS,
	});
	const answer = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
	if (!answer.ok)
		throw new Error(String(answer.status));
	return answer.json();
}

function pictures(map, live, fail) {
	let answered = false;
	const { mapUrl, mapLayers } = live.dataset;
	const tiles = new TileLayer.WMS(String(withQuery(mapUrl, {})), {
		layers: mapLayers, format: 'image/png', transparent: true, version: '1.3.0', referrerPolicy: 'no-referrer',
	});
	tiles.on('tileload', () => { answered = true; });
	tiles.on('tileerror', () => { if (!answered) fail(); });
	tiles.addTo(map);
}

async function open(live) {
	const words = live.dataset;
	const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
	const box = element('div', 'tab-live__map');
	const status = element('p', 'tab-live__note', words.mapLoading);
	const close = element('button', 'tab-live__close', words.mapClose);
	const before = Array.from(live.children);
	close.type = 'button';
	status.setAttribute('role', 'status');
	box.setAttribute('role', 'region');
	box.setAttribute('aria-label', `${words.mapTitle}. ${words.mapKeys}`);
	live.replaceChildren(box, status, close);

	const map = new LeafletMap(box, {
		renderer: new SVG({ padding: 0.5 }), attributionControl: false, zoomControl: false, zoomSnap: 0.5,
		zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
	});
	addZoom(map, box, words);
	const fail = () => { status.textContent = words.mapFailed; };
	close.addEventListener('click', () => {
		map.remove();
		live.replaceChildren(...before);
		live.querySelector('button').focus();
	});
	map.fitBounds(bounds(live) ?? [[47.3, 5.9], [55.1, 15.1]]);
	box.focus();
	if (words.map === 'wms') {
		status.textContent = words.mapKeys;
		pictures(map, live, fail);
		return;
	}
	// a browser reads no file for a page that is a file itself
	if (words.map === 'geojson' && location.protocol === 'file:') {
		status.textContent = words.mapFile;
		return;
	}
	try {
		const count = showObjects(map, await objects(live));
		status.textContent = words.map === 'wfs' && count >= MOST_OBJECTS ?
			words.mapMany.replace('{n}', count.toLocaleString(document.documentElement.lang)) : words.mapKeys;
	} catch {
		fail();
	}
}

// Leaflet's own buttons are links without an address: these are buttons.
function addZoom(map, box, words) {
	const bar = element('div', 'tab-live__zoom');
	for (const [sign, label, step] of [['+', words.mapIn, 1], ['−', words.mapOut, -1]]) {
		const button = element('button', '', sign);
		button.type = 'button';
		button.setAttribute('aria-label', label);
		button.addEventListener('click', (event) => { event.stopPropagation(); map.setZoom(map.getZoom() + step); });
		button.addEventListener('dblclick', (event) => event.stopPropagation());
		bar.append(button);
	}
	box.append(bar);
}

window.tabulariumMap = open;
