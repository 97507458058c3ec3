/*
 * Records of geodata infrastructures (ISO 19139): files, folders of files, answers of a catalogue service (CSW
 * GetRecords, with all its pages) become datasets and services. The mapping is import/iso19139.def.
 */
#ifndef IMPORT_ISO19139_H
#define IMPORT_ISO19139_H

#include "import/sources.h"

bool iso19139_read(struct import *i, const char *where);
extern const struct mapping iso19139_mapping[];
extern const size_t n_iso19139_mapping;

struct iso_records;
struct iso_records *iso_records_open(struct import *i);
void iso_records_close(struct iso_records *r);

/* Adds a document: a record, or any document with records in it. `source` must live as long as the import. *next:
 * the number of the record that the next page begins with, 0 on the last. False when it could not be read, which is
 * reported. */
bool iso_records_read(struct iso_records *r, const struct source *source, uint64_t *next);

/* Everything that was read becomes drafts of the import. */
void iso_records_import(struct iso_records *r);

#endif
