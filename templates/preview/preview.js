// Only `tabularium serve` adds this to a page: loads it anew when a build has changed the site, and shows what keeps a build
// from being shown. Browsers keep the place on the page when it is loaded anew.
"use strict";
(() => {
	const { site, findings } = document.currentScript.dataset;
	let shown = null, place = null;

	// In a shadow, so that neither style reaches the other.
	function banner() {
		place = document.createElement("div");
		place.id = "tabularium-preview";
		place.attachShadow({ mode: "open" });
		const style = document.createElement("link");
		style.rel = "stylesheet";
		style.href = "/.preview/preview.css";
		const box = document.createElement("section");
		box.className = "banner";
		box.setAttribute("role", "status");
		place.shadowRoot.append(style, box);
		document.body.append(place);
		return box;
	}

	async function show(now) {
		shown = now.build;
		if (!now.findings) {
			place?.remove();
			place = null;
			return;
		}
		const answer = await fetch("/.preview/findings");
		const html = await answer.text();
		const box = place ? place.shadowRoot.querySelector(".banner") : banner();
		box.innerHTML = html;
	}

	// Only while somebody looks: a browser has six connections to a host, and each tab would keep one.
	let events = null;
	function listen() {
		events?.close();
		events = document.hidden ? null : new EventSource("/.preview/events");
		if (events) events.onmessage = (event) => {
			const now = JSON.parse(event.data);
			if (now.site !== site) location.reload();
			else if (now.build !== shown && findings !== "here") show(now);
		};
	}
	document.addEventListener("visibilitychange", listen);
	listen();
})();
