/*
 * libFuzzer target: hosted GeoJSON, a city's outline and WKT, as small maps are drawn of them: well-formed SVG
 * without a number that is none, or nothing at all.
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Igenerator …
 */
#include "adapters/xml.h"
#include "core/arena.h"
#include "pages/drawing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	xml_init();
	return 0;
}

static void
check_svg(const struct buf *svg)
{
	struct buf all = { 0 };

	buf_str(&all, "<g>");
	buf_text(&all, buf_view(svg));
	buf_str(&all, "</g>");
	xmlDocPtr doc = xmlReadMemory(all.s, (int)all.n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (!doc || strstr(buf_cstr(&all), "nan") || strstr(buf_cstr(&all), "inf"))
		abort();
	xmlFreeDoc(doc);
	buf_free(&all);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text bytes = { (const char *)data, size };
	struct buf svg = { 0 };
	struct extent e;
	size_t n = 0;

	bool is_drawn = draw_geojson(&svg, bytes, &n);
	if (is_drawn ? n == 0 || svg.n == 0 : svg.n != 0)
		abort();
	if (is_drawn)
		check_svg(&svg);
	struct outline *o = outline_new(bytes);
	if (o) {
		svg.n = 0;
		draw_on_outline(&svg, o, &(struct extent){ 12.23, 51.23, 12.55, 51.45 });
		check_svg(&svg);
	}
	outline_free(o);
	if (wkt_extent(bytes, &e) && !(isfinite(e.west) && isfinite(e.south) && isfinite(e.east) && isfinite(e.north)))
		abort();
	buf_free(&svg);
	return 0;
}
