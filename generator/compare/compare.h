/*
 * Two states of an entry, field by field: as data, and as sentences for people ("Lizenz: von … zu …",
 * "2 Dateien hinzugefügt: …"). Both come from catalogues, so that what a steward wrote in another
 * way but meant the same is no difference.
 *
 * What the generator supplied (inherited licences, media types …) is not compared: it follows from what
 * is. The content of hosted files is, by their checksums.
 */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include "catalog/catalog.h"
#include "compare/voice.h"
#include "compare/words.h"

enum difference_kind {
	DIFFERENCE_ADDED,   /* the field was not there: after */
	DIFFERENCE_REMOVED, /* before */
	DIFFERENCE_CHANGED, /* before, after */
	DIFFERENCE_ITEMS,   /* of a field of several values: added, removed */
	DIFFERENCE_PARTS,   /* files or services: added, removed, by their titles */
	DIFFERENCE_WORDS,   /* a long text: before, after, and pieces word by word */
	DIFFERENCE_CONTENT, /* a hosted file has other bytes: before and after are its sizes; n_rows */
};

struct difference {
	enum difference_kind kind;
	const struct property *property;
	const struct property *of;     /* the field that `property` is part of (contact, spatial …); NULL */
	enum class part_class;         /* CLASS_DISTRIBUTION, CLASS_SERVICE: the difference is inside one; else CLASS_NONE */
	struct text part;              /* its title */
	struct text language;          /* BCP 47, of a text in another language than the default; else empty */
	struct text before, after;     /* as people read them: labels of codes, names of agents */
	struct text *added, *removed;
	size_t n_added, n_removed;
	struct pieces pieces;
	uint64_t n_rows[2]; /* before, after; 0: not known */
};

struct differences {
	struct difference *list; /* in the order of the property table */
	size_t n;
};

/* What a hosted file held. */
struct file_content {
	struct text id;  /* the same for the same bytes; empty: not known */
	uint64_t size;   /* bytes */
	uint64_t n_rows; /* of a table, without its head; 0: not known */
};

struct comparing {
	struct arena *arena;
	const struct catalog *before, *after;
	const struct voice *voice; /* for what is read: labels of codes, dates … */
	bool without_markup; /* descriptions and dates as readers see them, not as stewards write them */
	/* Of states that no catalogue was made of: what stood at a path ("data/baum/baum.csv") before and after;
	 * size and rows only when it is asked for all. NULL: their checksums say whether files are the same. */
	struct file_content (*content)(void *context, bool is_after, struct text path, bool in_full);
	void *context;
};

/* Both resources are of the same class. The result lives as long as the arena, the voice and the catalogues. There are
 * the same differences in the same order, whatever the voice. */
struct differences compare_resources(const struct comparing *c, const struct resource *before,
    const struct resource *after);

/* Sentences may name this field. */
bool is_told(enum property_id p);

/* How a sentence is written down. */
struct sentence_style {
	void (*text)(struct buf *out, struct text t);  /* what users wrote, escaped */
	void (*words)(struct buf *out, struct text t); /* what a voice says: phrases and names of fields */
	const char *removed[2], *added[2];            /* what stands around words that went and came */
};
extern const struct sentence_style plain_style, markdown_style;

/* One line, without a full stop or a line feed. */
void difference_sentence(struct buf *out, const struct difference *d, const struct voice *voice,
    const struct sentence_style *style);

#endif
