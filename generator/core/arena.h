/*
 * Memory that is given back all at once. What is taken from an arena lives as long as the arena;
 * nothing is freed singly. One arena is used by one thread at a time.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include "core/text.h"

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);  /* NULL is allowed */
void arena_reset(struct arena *a); /* as if new; keeps its first chunk */

/* Zeroed and aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), (n) * sizeof(type)))

/* A copy of t that is also ended with NUL (the NUL is not counted). */
struct text arena_text(struct arena *a, struct text t);
const char *arena_cstr(struct arena *a, struct text t);
struct text arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Bytes the arena holds from the system. */
size_t arena_size(const struct arena *a);

/* Gives back to the system what was freed in between other things: after a phase of the program that took much. */
void memory_give_back(void);

#endif
