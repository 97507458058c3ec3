/*
 * How wide a picture is for its height, so that a browser keeps room for it before it has come.
 */
#ifndef PAGES_IMAGE_SIZE_H
#define PAGES_IMAGE_SIZE_H

#include "core/text.h"

/* The width, in pixels, of an SVG or PNG that is shown so high; that of a square when nobody can tell. */
unsigned image_width(struct text bytes, unsigned height);

#endif
