/* Colours of the screen, and whether one can be read on another (WCAG 2.2, contrast ratio). */
#ifndef CORE_COLOUR_H
#define CORE_COLOUR_H

#include "core/text.h"

struct colour {
	unsigned red, green, blue; /* 0…255 */
};

/* "#0b5394" */
bool colour_parse(struct text t, struct colour *c);

/* 1 to 21; good to 0.02 around 4.5. */
double colour_contrast(struct colour a, struct colour b);

/* What text of 18 px and less must reach on its ground. */
#define READABLE_CONTRAST 4.5

static const struct colour colour_white = { 255, 255, 255 };
static const struct colour colour_ink = { 0x13, 0x15, 0x25 }; /* the ground of the dark mode */

#endif
