// A client of the change feed in 50 lines: follows a view, and keeps of every entity what it says.
//
//	usage: replay.mjs VIEW [STATE]      STATE: what an earlier run printed; goes on from there
//
// It knows the specification and nothing of Tabularium: pages lead to pages by ranges of as:published; activities
// are taken in the order of their moments; a Create or Update replaces what was known, a Delete removes it.
// Prints {last, entities: {iri: [N-Triples]}, fetched: [pages], told: [[iri, activity]]}.
import fs from "node:fs";
import N3 from "n3";

const AS = "https://www.w3.org/ns/activitystreams#", TREE = "https://w3id.org/tree#";
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const [view, file] = process.argv.slice(2);
const before = file ? JSON.parse(fs.readFileSync(file, "utf8")) : { last: "", entities: {} };
const activities = new Map(), fetched = [];

const line = (q) => new N3.Writer({ format: "N-Triples" }).quadToString(q.subject, q.predicate, q.object).trim();
const value = (store, subject, predicate) => store.getObjects(subject, predicate, null)[0]?.value;

async function read(page) {
	const answer = await fetch(page, { headers: { accept: "application/trig" } });
	if (!answer.ok || !answer.headers.get("content-type").startsWith("application/trig"))
		throw new Error(`${page}: ${answer.status} ${answer.headers.get("content-type")}`);
	fetched.push(page);
	const store = new N3.Store(new N3.Parser({ baseIRI: page, format: "application/trig" }).parse(await answer.text()));
	for (const member of store.getObjects(null, TREE + "member", null)) {
		const moment = value(store, member, AS + "published"), object = value(store, member, AS + "object");
		if (moment > before.last)
			activities.set(member.value, { moment, object, kind: value(store, member, TYPE).slice(AS.length),
				says: store.getQuads(null, null, null, member).map(line).sort() });
	}
	// A page is read unless a relation says that all behind it is known already.
	const open = new Map();
	for (const relation of store.getObjects(null, TREE + "relation", null)) {
		const node = value(store, relation, TREE + "node"), bound = value(store, relation, TREE + "value");
		const isOver = value(store, relation, TYPE) === TREE + "LessThanRelation" && bound <= before.last;
		open.set(node, (open.get(node) ?? true) && !isOver);
	}
	for (const [node, isOpen] of open)
		if (isOpen) await read(node);
}

await read(view);
const entities = before.entities, told = [];
let last = before.last;
for (const [iri, a] of [...activities].sort(([, a], [, b]) => (a.moment < b.moment ? -1 : 1))) {
	if (a.kind === "Delete") delete entities[a.object];
	else entities[a.object] = a.says;
	told.push([a.object, a.kind, a.moment, iri]);
	last = a.moment;
}
console.log(JSON.stringify({ last, entities, fetched, told }));
