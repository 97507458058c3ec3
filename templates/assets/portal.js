// Conveniences; every page works without them. Loaded in the head so that a stored colour scheme is
// known before the first paint: no flash.
(() => {
	const root = document.documentElement;
	const assets = new URL('.', document.currentScript.src);
	const dark = matchMedia('(prefers-color-scheme: dark)');
	const read = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
	const keep = (theme) => { try { localStorage.setItem('theme', theme); } catch { /* private window */ } };
	const apply = (theme) => {
		if (theme === 'dark' || theme === 'light')
			root.dataset.kernTheme = theme;
	};
	const isDark = () => (root.dataset.kernTheme ?? (dark.matches ? 'dark' : 'light')) === 'dark';

	apply(read());
	// a page that Back brings as it was left may not know the scheme chosen since
	window.addEventListener('pageshow', (event) => event.persisted && apply(read()));
	// what only a script can do has its place from the first paint on
	root.classList.add('tab-scripted');

	// The map and Leaflet come with the first click on one of these buttons.
	let map;
	const loaded = (made) => new Promise((resolve, reject) => {
		made.addEventListener('load', resolve);
		made.addEventListener('error', () => { made.remove(); reject(new Error('not loaded')); });
		document.head.append(made);
	});
	const loadMap = () => Promise.all([
		loaded(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: new URL('map.css', assets) })),
		loaded(Object.assign(document.createElement('script'), { src: new URL('map.js', assets) })),
	]);
	const offerMap = (live) => {
		const note = live.querySelector('p');
		const words = note.textContent;
		let isLoading = false;
		note.setAttribute('role', 'status');
		live.querySelector('button').addEventListener('click', async () => {
			if (isLoading)
				return;
			isLoading = true;
			note.textContent = live.dataset.mapLoading;
			try {
				map ??= loadMap();
				await map;
				note.textContent = words;
				window.tabulariumMap(live);
			} catch {
				map = null; // the next click tries again
				note.textContent = live.dataset.mapLost;
			}
			isLoading = false;
		});
	};

	document.addEventListener('DOMContentLoaded', () => {
		document.querySelectorAll('[data-map]').forEach(offerMap);
		const button = document.querySelector('[data-theme-switch]');
		if (button) {
			const show = () => button.setAttribute('aria-pressed', String(isDark()));
			button.hidden = false;
			show();
			dark.addEventListener('change', show);
			window.addEventListener('pageshow', show);
			button.addEventListener('click', () => {
				const theme = isDark() ? 'light' : 'dark';
				apply(theme);
				keep(theme);
				show();
			});
		}
		// choices beside a list combine freely in the search, which needs a server
		const facets = location.protocol === 'file:' ? null : document.querySelector('[data-search]');
		for (const link of facets?.querySelectorAll('[data-query]') ?? [])
			link.href = `${facets.dataset.search}?${link.dataset.query}`;
		// suggestions come with the first focus of the search box; what was typed before they were there counts
		const box = document.querySelector('[data-suggest]');
		if (box && location.protocol !== 'file:') {
			for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'suggestions' }))
				box.setAttribute(name, value);
			const load = () => {
				const before = box.value;
				const script = document.createElement('script');
				script.addEventListener('load', () => box.value !== before && box.dispatchEvent(new Event('input')));
				script.addEventListener('error', () => box.addEventListener('focus', load, { once: true }));
				script.src = box.dataset.suggest;
				document.head.append(script);
				// who types here will want an answer: what the search page waits for comes while they type
				if (box.form.id !== 'search')
					for (const file of ['search.js', `../search/${root.lang}/index.js`])
						document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: new URL(file, assets) }));
			};
			if (document.activeElement === box)
				load();
			else
				box.addEventListener('focus', load, { once: true });
		}
		// the clipboard exists only on https and localhost: elsewhere the text can still be selected
		if (!navigator.clipboard)
			return;
		for (const copy of document.querySelectorAll('[data-copy]')) {
			const source = document.getElementById(copy.dataset.copy);
			const label = copy.querySelector('[data-copy-label]');
			if (!source || !label)
				continue;
			const before = label.textContent;
			copy.hidden = false;
			copy.addEventListener('click', async () => {
				try {
					await navigator.clipboard.writeText(source.textContent.trim());
				} catch {
					return;
				}
				label.textContent = copy.dataset.copyDone;
				setTimeout(() => { label.textContent = before; }, 3000);
			});
		}
	});
})();
