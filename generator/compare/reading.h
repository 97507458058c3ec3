/*
 * Values as readers of a page want them: "6. Mai 2026", "2 Wochen", "1.200". Inside compare/ only.
 */
#ifndef COMPARE_READING_H
#define COMPARE_READING_H

#include "compare/voice.h"
#include "core/arena.h"

/* What is no such value stays as it is. */
struct text reading_of_date(struct arena *a, struct text t, const struct voice *voice);
struct text reading_of_duration(struct arena *a, struct text t, const struct voice *voice);
struct text reading_of_number(struct arena *a, struct text t, const struct voice *voice);
/* "6. Mai 2026 bis 7. Juni 2026", "seit 6. Mai 2026"; both as they are to be read, one of them may be empty. */
struct text reading_of_period(struct arena *a, struct text from, struct text to, const struct voice *voice);

#endif
