/*
 * `tabularium import iso19139`: which documents the records stand in.
 */
#include "core/file.h"
#include "import/fetch.h"
#include "import/iso19139.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PAGES = 10000, RECORDS_A_PAGE = 100 };

static bool
read_document(struct import *i, struct iso_records *r, const char *where, uint64_t *next)
{
	struct source *s = arena_new_of(import_arena(i), struct source);

	*next = 0;
	s->path = arena_text(import_arena(i), text_of(where));
	return fetch(i, where, "application/xml", 0, &s->bytes) && iso_records_read(r, s, next);
}

/* Where a parameter's value begins in a query; its end when it has none. */
static size_t
parameter(struct text url, struct text name)
{
	size_t at = text_find_char(url, '?');

	while (at < url.n) {
		at++;
		if (text_equal_nocase(text_slice(url, at, at + name.n), name) && at + name.n < url.n &&
		    url.s[at + name.n] == '=')
			return at + name.n + 1;
		at += text_find_char(text_slice(url, at, url.n), '&');
	}
	return url.n;
}

/* The request for the page that begins with a record: that of the user, or made for the address of a service. */
static const char *
request(struct arena *a, const char *where, uint64_t start)
{
	struct text url = text_of(where), position = T("startPosition");
	unsigned long long first = start;

	if (parameter(url, T("request")) == url.n)
		return arena_printf(a,
		    "%s%sservice=CSW&version=2.0.2&request=GetRecords&resultType=results&elementSetName=full"
		    "&typeNames=gmd:MD_Metadata&outputSchema=http://www.isotc211.org/2005/"
		    "gmd&startPosition=%llu&maxRecords=%d",
		    where, strchr(where, '?') ? (text_ends(url, T("?")) || text_ends(url, T("&")) ? "" : "&") : "?",
		    first, RECORDS_A_PAGE)
		    .s;
	size_t at = parameter(url, position);
	if (at == url.n)
		return start == 1 ? where : arena_printf(a, "%s&startPosition=%llu", where, first).s;
	struct text rest = text_slice(url, at, url.n);
	rest = text_slice(rest, text_find_char(rest, '&'), rest.n);
	return arena_printf(a, "%.*s%llu%.*s", TEXT_ARG(text_slice(url, 0, at)), first, TEXT_ARG(rest)).s;
}

static bool
is_catalogue_service(struct text url)
{
	size_t at = parameter(url, T("request"));

	return at == url.n ? !text_ends(url, T(".xml"))
			   : text_equal_nocase(text_slice(url, at, at + 10), T("GetRecords")) &&
				 !text_equal_nocase(text_slice(url, at, at + 14), T("GetRecordById"));
}

static bool
read_address(struct import *i, struct iso_records *r, const char *where)
{
	struct text url = text_of(where), asked = text_slice(url, parameter(url, T("startPosition")), url.n);
	uint64_t start = 1, next;

	if (!is_catalogue_service(url))
		return read_document(i, r, where, &next);
	if (!text_number(text_slice(asked, 0, text_find_char(asked, '&')), UINT32_MAX, &start))
		start = 1;
	for (unsigned n = 0; n < MAX_PAGES; n++) {
		if (!read_document(i, r, request(import_arena(i), where, start), &next))
			return false;
		if (next <= start)
			break; /* some say the same for ever */
		start = next;
	}
	return true;
}

static bool
read_folder(struct import *i, struct iso_records *r, const char *where, const struct text *names, size_t n)
{
	uint64_t next;
	bool is_good = true;

	/* Every file at fault is named at once. */
	for (size_t k = 0; k < n; k++)
		if (names[k].s[0] != '.' && text_ends(names[k], T(".xml")) &&
		    !read_document(i, r, path_join(import_arena(i), where, names[k].s), &next))
			is_good = false;
	return is_good;
}

bool
iso19139_read(struct import *i, const char *where)
{
	struct iso_records *r = iso_records_open(i);
	struct text *names;
	uint64_t next;
	size_t n;
	bool is_good;

	if (is_web_address(where))
		is_good = read_address(i, r, where);
	else if (folder_read(import_arena(i), where, &names, &n))
		is_good = read_folder(i, r, where, names, n);
	else
		is_good = read_document(i, r, where, &next);
	if (is_good)
		iso_records_import(r);
	iso_records_close(r);
	return is_good;
}
