#include "core/die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

_Noreturn void
die(const char *format, ...)
{
	va_list args;

	fflush(stdout);
	fputs("tabularium: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	/* Not exit(): other threads may still run, and nothing registered there is ours. */
	fflush(stderr);
	_Exit(2);
}

void *
allocate(size_t size)
{
	return reallocate(NULL, size);
}

void *
reallocate(void *old, size_t size)
{
	void *p = realloc(old, size ? size : 1);

	if (!p)
		die("out of memory (%zu bytes)", size);
	return p;
}
