#include "dcat/layers.h"

#include <string.h>

enum layers_kind
layers_kind(const struct resource *service)
{
	const struct concept *type = resource_concept(service, SERVICE_type);

	if (!type || !resource_has(service, SERVICE_layers) ||
	    !text_starts(resource_text(service, SERVICE_endpoint_url), T("https://")))
		return LAYERS_NONE;
	return strcmp(type->code, "WMS") == 0 ? LAYERS_WMS : strcmp(type->code, "WFS") == 0 ? LAYERS_WFS : LAYERS_NONE;
}
