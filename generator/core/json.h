/*
 * Writing JSON (RFC 8259). The writer sets commas and, where asked to, line breaks; what stands
 * where is the caller's. No output can hold a byte that ends a <script> or is not UTF-8.
 *
 *	struct json j = { .out = out };
 *	json_open(&j, '{');
 *	json_pair(&j, "id", id);
 *	json_key(&j, T("formats")), json_open(&j, '['), json_text_value(&j, T("CSV")), json_close(&j, ']');
 *	json_close(&j, '}');
 */
#ifndef CORE_JSON_H
#define CORE_JSON_H

#include "core/text.h"

/* What stands between the quotes of a string (§7): also < > & and the line separators of JavaScript
 * are escaped, since it may stand in HTML; for bytes that are not UTF-8 stands U+FFFD. */
void json_characters(struct buf *out, struct text t);

struct json {
	struct buf *out;
	bool is_indented; /* a line for each value; else all on one line */
	unsigned depth;
	bool is_first, is_behind_key; /* set by the writer */
};

void json_open(struct json *j, char bracket);  /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
void json_key(struct json *j, struct text key);
void json_text_value(struct json *j, struct text value);
void json_number(struct json *j, struct text number); /* one that json_is_number() accepts */
void json_unsigned(struct json *j, uint64_t number);
void json_bool(struct json *j, bool value);

/* A key with a string; nothing at all when the string is empty. */
void json_pair(struct json *j, const char *key, struct text value);

/* §6: "12", "-0.5", "1e9"; not "+1", "01", ".5", "1." */
bool json_is_number(struct text t);

#endif
