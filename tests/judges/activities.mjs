// Pages of the change feed before the specification's own shape (SHACL), offline.
//
//	usage: activities.mjs SHACL-CACHE SHAPES… -- PAGE.trig…
//
// Activities and what they say are one graph for the shape: a page of a view, or several, with all that it refers to.
// SHACL-CACHE holds the validator that standards/shacl installed. Prints every violation; exit 1 when there is one.
import { createRequire } from "node:module";
import fs from "node:fs";

const [cache, ...rest] = process.argv.slice(2);
const shapes = rest.slice(0, rest.indexOf("--")), pages = rest.slice(rest.indexOf("--") + 1);
const { PROFILES, background, run } = await import(`${cache}/validate.mjs`);
const N3 = createRequire(`${cache}/`)("n3");
const SH = "http://www.w3.org/ns/shacl#";

const parse = (file, format) => new N3.Parser({ format, blankNodePrefix: "_:" + file.replace(/\W/g, "_") }).parse(fs.readFileSync(file, "utf8"));
const rules = new N3.Store(shapes.flatMap((file) => parse(file, "text/turtle")).filter((q) => !q.predicate.value.endsWith("#imports")));
// References to property shapes that no file defines.
for (const q of rules.getQuads(null, N3.DataFactory.namedNode(SH + "property"), null))
	if (!rules.getQuads(q.object, N3.DataFactory.namedNode(SH + "path"), null).length) rules.removeQuad(q);
const quads = pages.flatMap((file) => parse(file, "application/trig"));
const data = new N3.Store(quads.map((q) => N3.DataFactory.quad(q.subject, q.predicate, q.object)));
const activities = quads.filter((q) => /activitystreams#(Create|Update|Delete)$/.test(q.object.value)).length;
data.addQuads(await background(PROFILES["dcat-ap-base"]));
const results = (await run("rdf-validate-shacl", rules, data))
	.filter((r) => r.focus && !/#(Warning|Info)$/.test(r.severity ?? "") && /^https?:\/\/(127|opendata)/.test(r.focus.value));
for (const r of results.slice(0, 40))
	console.log(r.focus.value, r.path, r.value?.value ?? "", r.component?.replace(SH, ""), r.shape?.value ?? "");
console.log(`${activities} activities, ${results.length} violations`);
process.exit(results.length || !activities ? 1 : 0);
