// Reads views of the change feed with the reference client of LDES (npm: ldes-client), in the order of time.
//
//	usage: ldes.mjs VIEW…
//
// Prints for each view a line of JSON: its members, each with its kind, entity, moment and quads.
import { intoConfig, replicateLDES } from "ldes-client";

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

process.stderr.write = () => true; // it greets and takes leave there
for (const url of process.argv.slice(2)) {
	// Its shape is on another server, and what to take of a member is said by its named graph.
	const client = replicateLDES(intoConfig({ url, noShape: true }), "ascending");
	const members = [];
	client.on("error", (error) => { console.log(String(error)); process.exit(1); });
	const reader = client.stream({ highWaterMark: 10 }).getReader();
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		const { id, isVersionOf, timestamp, quads } = next.value;
		const kind = quads.find((q) => q.subject.equals(id) && q.predicate.value === TYPE)?.object.value;
		members.push([id.value, kind?.split("#")[1], isVersionOf?.value ?? isVersionOf, timestamp,
			quads.filter((q) => q.graph.value === id.value).length]);
	}
	console.log(JSON.stringify(members));
}
process.exit(0);
