// Do pages of the change feed say the same in both syntaxes? Their own addresses end otherwise, and are set equal.
//
//	usage: same_quads.mjs PAGE.trig PAGE.jsonld …
import fs from "node:fs";
import jsonld from "jsonld";
import N3 from "n3";

const lines = (quads) => new Set(new N3.Writer({ format: "N-Quads" }).quadsToString(quads)
	.replaceAll(/\.(trig|jsonld)([#>])/g, ".*$2").split("\n").filter(Boolean));
let wrong = 0;
for (let i = 2; i + 1 < process.argv.length; i += 2) {
	const [trig, json] = process.argv.slice(i, i + 2);
	const a = lines(new N3.Parser({ format: "application/trig" }).parse(fs.readFileSync(trig, "utf8")));
	const quads = await jsonld.toRDF(JSON.parse(fs.readFileSync(json, "utf8")), { format: "application/n-quads" });
	const b = lines(new N3.Parser({ format: "application/n-quads" }).parse(quads));
	const differ = [...[...a].filter((q) => !b.has(q)), ...[...b].filter((q) => !a.has(q))];
	if (!differ.length && a.size) continue;
	wrong++;
	console.log(`${json}: ${differ.length} of ${a.size} quads differ`, differ.slice(0, 4));
}
console.log(wrong ? `${wrong} pages differ` : "same");
process.exit(wrong ? 1 : 0);
