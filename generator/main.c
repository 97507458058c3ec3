/*
 * tabularium: from a git repository of dataset descriptions to an open-data portal.
 * The commands stand in the table below; generator/README.md is the map of the source.
 */
#include "commands/commands.h"
#include "core/supervisor.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
	bool has_no_end; /* and watches over its own work */
} commands[] = {
	{ "archive", command_archive, "the portal of a day as one file, for records offices" },
	{ "build", command_build, "make the portal and its feeds from a revision" },
	{ "check", command_check, "report every mistake in the catalogue" },
	{ "diff", command_diff, "what changes for users between two revisions, in words" },
	{ "feed", command_feed, "print the catalogue, or some datasets, as RDF" },
	{ "history", command_history, "what became of a dataset, in words" },
	{ "import", command_import, "take over the entries of another catalogue" },
	{ "init", command_init, "begin the repository of a new city" },
	{ "links", command_links, "ask whether the addresses of the catalogue still answer" },
	{ "new", command_new, "begin the file of a dataset, service, series or agent" },
	{ "pull", command_pull, "import again from the sources named in catalog.yaml" },
	{ "report", command_report, "quality, freshness and high-value data in figures" },
	{ "rollback", command_rollback, "publish the generation before again" },
	{ "properties", command_properties, "the reference of all properties and code lists" },
	{ "schema", command_schema, "JSON Schema of the files, for editors" },
	{ "serve", command_serve, "a preview of the working tree, made anew when a file changes", true },
	{ "server", command_server, "the configuration of a web server for the portal" },
	{ "messages", command_messages, "the reference of all messages, as Markdown" },
};
enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

struct call {
	const struct command *command;
	int argc;
	char **argv;
};

static int
run(void *context)
{
	const struct call *call = context;

	return call->command->run(call->argc, call->argv);
}

static void
print_help(FILE *to)
{
	fputs("Usage: tabularium COMMAND [OPTION…]\n\n", to);
	for (size_t i = 0; i < N_COMMANDS; i++)
		fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fputs("\ntabularium COMMAND --help lists the options of a command.\n", to);
}

int
main(int argc, char **argv)
{
	/* No output may depend on the user's locale. */
	setlocale(LC_ALL, "C");
	if (argc < 2) {
		print_help(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("tabularium " VERSION);
		return 0;
	}
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(argv[1], commands[i].name) == 0) {
			struct call call = { &commands[i], argc - 1, argv + 1 };
			return commands[i].has_no_end ? run(&call) : supervise(run, &call);
		}
	fprintf(stderr, "tabularium: there is no command “%s”\n\n", argv[1]);
	print_help(stderr);
	return 2;
}
