/*
 * What high-value datasets must offer: Implementing Regulation (EU) 2023/138, article 4 and annex; DCAT-AP
 * HVD 3.0.0. For the rules of check and the steward's report.
 */
#ifndef QUALITY_HIGH_VALUE_H
#define QUALITY_HIGH_VALUE_H

#include "dcat/resource.h"

enum hvd_lack {
	HVD_LACKS_API = 1 << 0,
	HVD_LACKS_DOWNLOAD = 1 << 1, /* the whole dataset as a file */
	HVD_LACKS_LICENSE = 1 << 2,  /* an open one: CC BY 4.0, or one that asks for no more */
	HVD_LACKS_LEGISLATION = 1 << 3,
	HVD_LACKS_CONTACT = 1 << 4,
	HVD_LACKS_DOCUMENTATION = 1 << 5, /* of the API: terms of use and quality of service stand there */
	N_HVD_LACKS = 6,
};

/* `is_served`: a service of services/ names the dataset. */
bool dataset_has_api(const struct resource *dataset, bool is_served);
bool dataset_has_download(const struct resource *dataset);

/* Of a dataset with a category, bits of enum hvd_lack. `apis` are services of services/ that name it. */
unsigned hvd_lacks(const struct resource *dataset, const struct resource *const *apis, size_t n_apis);

/* One of the six categories of the regulation: the broadest above this one. */
struct code_lists;
const struct concept *hvd_top_category(const struct code_lists *lists, const struct concept *category);

#endif
