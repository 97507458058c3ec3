#include "adapters/qr.h"

#include "core/die.h"

#include <errno.h>
#include <limits.h>
#include <qrencode.h>

static void
row(struct buf *out, const unsigned char *modules, unsigned width, unsigned y)
{
	unsigned at = 0;
	bool is_first = true;

	for (unsigned x = 0; x < width;) {
		unsigned from = x;
		while (x < width && modules[x] & 1)
			x++;
		if (x == from) {
			x++;
			continue;
		}
		if (is_first)
			buf_printf(out, "M%u %u.5h%u", from + QR_MARGIN, y + QR_MARGIN, x - from);
		else
			buf_printf(out, "m%u 0h%u", from - at, x - from);
		is_first = false;
		at = x;
	}
}

bool
qr_path(struct buf *out, struct text t, unsigned *size)
{
	if (t.n == 0 || t.n > INT_MAX)
		return false;
	QRcode *code = QRcode_encodeData((int)t.n, (const unsigned char *)t.s, 0, QR_ECLEVEL_L);
	if (!code && errno == ENOMEM)
		die("out of memory");
	if (!code)
		return false; /* ERANGE: more than version 40 holds */
	unsigned width = (unsigned)code->width;
	for (unsigned y = 0; y < width; y++)
		row(out, code->data + y * width, width, y);
	*size = width + 2 * QR_MARGIN;
	QRcode_free(code);
	return true;
}
