#include "commands/commands.h"
#include "commands/options.h"
#include "dcat/reference.h"

#include <stdio.h>

int
command_properties(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_FORMAT | OPTION_CLASS | OPTION_LANGUAGE, argc, argv, &exit_code))
		return exit_code;
	enum reference_format format = o.format ? reference_format_named(text_of(o.format)) : REFERENCE_TEXT;
	if (format == N_REFERENCE_FORMATS) {
		fprintf(stderr, "tabularium: properties --format is text, markdown or html, not “%s”\n", o.format);
		return 2;
	}
	enum class class = o.class ? reference_class_named(text_of(o.class)) : CLASS_NONE;
	if (o.class && class == CLASS_NONE) {
		fprintf(stderr, "tabularium: there is no class “%s”; dataset, distribution, service, agent … are some\n",
		    o.class);
		return 2;
	}
	struct code_lists *lists = code_lists_new();
	struct buf out = { 0 };
	reference_write(&out, lists, class, format, o.language);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	code_lists_free(lists);
	return 0;
}
