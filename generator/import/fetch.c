#include "import/fetch.h"

#include "adapters/http.h"
#include "core/file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool
is_web_address(const char *where)
{
	return strncmp(where, "https://", 8) == 0 || strncmp(where, "http://", 7) == 0;
}

void
fetch_failed(struct import *i, const char *where, const char *format, ...)
{
	struct source *source = arena_new_of(import_arena(i), struct source);
	char words[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(words, sizeof words, format, arguments);
	va_end(arguments);
	source->path = arena_text(import_arena(i), text_of(where));
	diagnose(import_diagnostics(i), IMPORT_UNREADABLE, (struct place){ source, 0, 0 }, text_of(words));
}

bool
fetch(struct import *i, const char *where, const char *accept, size_t max_bytes, struct text *bytes)
{
	struct arena *a = import_arena(i);
	size_t max = max_bytes ? max_bytes : FETCH_MAX_BYTES;
	struct text fault;

	if (!is_web_address(where)) {
		if (file_read(a, where, max, bytes))
			return true;
		fetch_failed(i, where, "%s" BOTH_LANGUAGES "%s", file_fault(errno, true), file_fault(errno, false));
		return false;
	}
	if (http_get(a, &(struct http_request){ .url = where, .accept = accept, .max_bytes = max }, bytes, &fault))
		return true;
	fetch_failed(i, where, "%.*s", TEXT_ARG(fault));
	return false;
}
