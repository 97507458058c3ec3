/*
 * QR codes (ISO/IEC 18004), by libqrencode. Level L: on paper nothing is dirty, and the code stays
 * small.
 */
#ifndef ADAPTERS_QR_H
#define ADAPTERS_QR_H

#include "core/text.h"

enum { QR_MARGIN = 4 }; /* the quiet zone that the standard asks for, in modules */

/* The dark modules as path data of SVG, for a square of *size units with its margin; a stroke of one
 * unit draws them. False (nothing appended) when the text is too long for any code. */
bool qr_path(struct buf *out, struct text t, unsigned *size);

#endif
