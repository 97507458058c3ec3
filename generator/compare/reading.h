/*
 * Values as readers of a page want them: "6. Mai 2026", "2 Wochen", "1.200". Inside compare/ only.
 */
#ifndef COMPARE_READING_H
#define COMPARE_READING_H

#include "core/arena.h"
#include "core/diagnostic.h"

/* What is no such value stays as it is. */
struct text reading_of_date(struct arena *a, struct text t, enum interface_language language);
struct text reading_of_duration(struct arena *a, struct text t, enum interface_language language);
struct text reading_of_number(struct arena *a, struct text t, enum interface_language language);

#endif
