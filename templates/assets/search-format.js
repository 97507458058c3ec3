// What all parts of reading the index that generator/search writes have to know of its files.

export const FACETS = ['theme', 'publisher', 'format', 'license', 'hvd', 'region', 'year', 'kind'];
export const ORDERS = ['date', 'title'];
export const DOCUMENTS_A_FACET_BLOCK = 2048;

// Bytes, read one number after the other.
export class Reader {
	constructor(bytes, at = 0) {
		this.bytes = bytes;
		this.at = at;
	}
	get done() { return this.at >= this.bytes.length; }
	byte() { return this.bytes[this.at++]; }
	number() {
		let n = 0, scale = 1;
		for (;;) {
			const b = this.bytes[this.at++];
			n += (b & 127) * scale;
			if (b < 128)
				return n;
			scale *= 128;
		}
	}
	take(n) { return this.bytes.subarray(this.at, this.at += n); }
}
