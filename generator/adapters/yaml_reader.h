/*
 * Shared by yaml.c and yaml_complaint.c only: a YAML text that is being read. Offsets are bytes of
 * the text.
 */
#ifndef ADAPTERS_YAML_READER_H
#define ADAPTERS_YAML_READER_H

#include "adapters/yaml.h"

#include <yaml.h>

struct yaml_cursor {
	size_t index; /* in characters, as libyaml counts */
	size_t offset;
	uint32_t line, column;
};

struct yaml_reader {
	yaml_parser_t parser;
	struct arena *arena;
	const struct source *source;
	size_t from;
	struct text text;   /* source->bytes[from …] */
	struct place start; /* of text */
	struct diagnostics *d;
	struct yaml_cursor cursor;
	size_t open; /* where the innermost sequence or mapping begins; text.n: none is open */
	uint32_t
	    refused_line; /* of the last anchor, alias or tag: what follows there is its doing */
	struct {
		size_t offset; /* of the last scalar, or of the last closing bracket */
		uint32_t line;
		char closing; /* ' " ] } or 0 for a scalar without quotes */
	} last;
};

size_t yaml_offset(struct yaml_reader *r, const yaml_mark_t *mark);
struct place yaml_place(struct yaml_reader *r, size_t offset);

/* The line of the value at `offset` with the value in quotes, to be copied: `title: "a: b"`. */
struct text yaml_suggestion(struct yaml_reader *r, size_t offset);

/* Diagnoses the error libyaml stopped at. */
void yaml_complain(struct yaml_reader *r);

/* False, after a diagnostic: a directive begins the text; text follows the first document; the
 * document is one line like "title:Foo". */
bool yaml_check_start(struct yaml_reader *r);
bool yaml_check_rest(struct yaml_reader *r, size_t end);
bool yaml_check_root(struct yaml_reader *r, const struct yaml_node *root);

#endif
