/*
 * Errors of the machine (memory, disk, a damaged repository) and of the program's own use. They
 * end the run with one sentence on stderr and exit code 2; the published site stays as it is.
 * Errors of the data are values: core/diagnostic.h.
 */
#ifndef CORE_DIE_H
#define CORE_DIE_H

#include <stddef.h>

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* malloc and realloc that end the program when memory ends. */
void *allocate(size_t size);
void *reallocate(void *old, size_t size);

#endif
