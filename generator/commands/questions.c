#include "commands/questions.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct text
question(struct arena *a, const struct options *o, const char *option, const char *german, const char *english,
    struct text usual)
{
	char *line = NULL;
	size_t capacity = 0;
	struct text given = { NULL, 0 };

	if (option)
		return text_of(option);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return usual;
	printf("%s [%.*s]: ", o->language == GERMAN ? german : english, TEXT_ARG(usual));
	fflush(stdout);
	if (getline(&line, &capacity, stdin) > 0)
		given = arena_text(a, text_trim(text_of(line)));
	free(line);
	return given.n ? given : usual;
}

bool
refuse(const struct options *o, const char *german, const char *english)
{
	fprintf(stderr, "tabularium: %s\n", o->language == GERMAN ? german : english);
	return false;
}
