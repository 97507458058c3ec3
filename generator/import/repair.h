/*
 * What --repair does to a draft: values of which only one reading is right are put right (blanks in an
 * address, the spelling of a format), and what is mandatory and missing gets a fallback that is true
 * (licence other-closed: nobody said what is allowed). Every change is reported, so that a steward can go
 * through them. Without --repair a catalogue says what its source said, and `check` finds the rest.
 */
#ifndef IMPORT_REPAIR_H
#define IMPORT_REPAIR_H

#include "import/import.h"

/* Called by import_finish(). */
void repair_entry(struct import *i, struct draft *entry);

#endif
