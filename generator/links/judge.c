#include "links/links.h"

/* --- media types ---------------------------------------------------------------------------------- */

/* Servers name the same thing in many ways: only what is of different families does not agree. */
enum family { FAMILY_ANY, FAMILY_HTML, FAMILY_TEXT, FAMILY_XML, FAMILY_JSON, FAMILY_PDF, FAMILY_IMAGE, FAMILY_ZIP, FAMILY_SHEET };

static enum family
family_of(struct text type)
{
	static const struct {
		const char *part;
		enum family family;
	} parts[] = {
		{ "text/html", FAMILY_HTML },
		{ "application/xhtml", FAMILY_HTML },
		{ "octet-stream", FAMILY_ANY },
		{ "download", FAMILY_ANY },
		{ "text/plain", FAMILY_ANY }, /* many servers call CSV, JSON and what they do not know so */
		{ "spreadsheetml", FAMILY_SHEET },
		{ "ms-excel", FAMILY_ANY },   /* what Windows calls CSV */
		{ "opendocument.spreadsheet", FAMILY_SHEET },
		{ "json", FAMILY_JSON },
		{ "csv", FAMILY_TEXT },
		{ "tab-separated", FAMILY_TEXT },
		{ "application/pdf", FAMILY_PDF },
		{ "image/svg", FAMILY_ANY },
		{ "image/", FAMILY_IMAGE },
		{ "zip", FAMILY_ZIP },
		{ "xml", FAMILY_XML },
	};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (text_find(type, text_of(parts[i].part)) < type.n)
			return parts[i].family;
	return FAMILY_ANY;
}

bool
link_type_agrees(const struct concept *format, struct text media_type)
{
	enum family declared = format && format->media_type ? family_of(text_of(format->media_type)) : FAMILY_ANY;
	enum family is = family_of(media_type);

	/* A page is not what a file should be, whatever it should be; anything may come packed. */
	if (is == FAMILY_HTML)
		return !format || declared == FAMILY_HTML || format->flags & SERVICE_FORMAT;
	return is == FAMILY_ANY || is == FAMILY_ZIP || declared == FAMILY_ANY || declared == FAMILY_ZIP || declared == is;
}

/* --- findings --------------------------------------------------------------------------------------- */

static const enum message_id messages_of[] = {
	[LINK_UNKNOWN] = N_MESSAGES,
	[LINK_GOOD] = N_MESSAGES,
	[LINK_IS_DEAD] = MESSAGE_LINK_DEAD,
	[LINK_IS_NOWHERE] = MESSAGE_LINK_NO_SERVER,
	[LINK_IS_NOT_SECURE] = MESSAGE_LINK_NOT_SECURE,
	[LINK_IS_CIRCLE] = MESSAGE_LINK_CIRCLE,
	[LINK_IS_SILENT] = MESSAGE_LINK_SILENT,
	[LINK_IS_REFUSED] = MESSAGE_LINK_REFUSED,
	[LINK_IS_PRIVATE] = MESSAGE_LINK_NOT_ASKED,
};

void
link_judge(const struct link *link, struct diagnostics *d)
{
	enum message_id message = messages_of[link->state];
	struct buf status = { 0 };

	buf_number(&status, link->status);
	struct text why = link->state == LINK_IS_DEAD || link->state == LINK_IS_REFUSED ? buf_view(&status) : link->fault;
	for (const struct link_place *p = link->places; p; p = p->next) {
		if (message != N_MESSAGES)
			diagnose_message(d, message, (struct diagnosis){ p->at, text_of(link->url), why });
		if (link->moved.n)
			diagnose(d, LINK_MOVED, p->at, text_of(link->url), link->moved);
		if (link->state == LINK_GOOD && link->kind == LINK_DATA && link->media_type.n &&
		    !link_type_agrees(link->format, link->media_type))
			diagnose(d, LINK_OTHER_TYPE, p->at, text_of(link->url), link->media_type, text_of(link->format->code));
	}
	buf_free(&status);
}
