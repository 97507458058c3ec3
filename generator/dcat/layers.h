/*
 * Services whose layers a browser can put on a map by itself. The page asks, to offer the map; the
 * configuration of the web server asks, to let the browser reach the host.
 */
#ifndef DCAT_LAYERS_H
#define DCAT_LAYERS_H

#include "dcat/resource.h"

enum layers_kind {
	LAYERS_NONE,
	LAYERS_WMS, /* pictures */
	LAYERS_WFS, /* GeoJSON */
};

/* LAYERS_NONE also when it names no layer, or is not reached by https: a page that came by https may
 * not ask for anything else. */
enum layers_kind layers_kind(const struct resource *service);

#endif
