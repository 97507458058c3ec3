#include "adapters/git.h"
#include "catalog/catalog.h"
#include "check/report.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "core/die.h"
#include "core/file.h"
#include "site/redirects.h"
#include "site/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Servers look for the folder from wherever they were started. */
static const char *
absolute(struct arena *a, const char *path)
{
	char *found = realpath(path, NULL);

	if (!found)
		die("%s: is not there; build the portal first, or name its folder with --out", path);
	const char *copy = arena_cstr(a, text_of(found));
	free(found);
	return copy;
}

static const struct server {
	const char *name;
	void (*print)(struct buf *out, const struct catalog *c, const struct server_options *o);
	bool has_root;
	const char *reads; /* a file of the portal without which the server does not start */
} servers[] = {
	{ "server nginx", server_nginx, true },
	{ "server apache", server_apache, true, REDIRECTS_NAME },
	{ "server htaccess", server_htaccess, false },
};
enum { N_SERVERS = sizeof servers / sizeof servers[0] };

static void
print_configuration(const struct server *server, const struct catalog *c, const struct options *o)
{
	struct arena *a = arena_new();
	struct server_options options = { .listen = o->listen ? o->listen : "80" };
	struct buf out = { 0 };

	if (server->has_root)
		options.root = absolute(a, o->out ? o->out : path_join(a, o->repository, "site/public"));
	if (server->reads)
		absolute(a, path_join(a, options.root, server->reads));
	server->print(&out, c, &options);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	arena_free(a);
}

static int
configure(const struct server *server, const struct options *o)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *snapshot = snapshot_open(&(struct snapshot_options){ .folder = o->repository,
						      .revision = o->revision,
						      .kind = o->worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION,
						      .roots = roots }, d);
	struct catalog_owner *catalog = catalog_read(
	    &(struct catalog_reading){ .snapshot = snapshot, .jobs = o->jobs, .base_url = o->base_url }, d);
	int exit_code = d->n_errors > 0;

	if (d->n_errors)
		fprintf(stderr, "tabularium: the catalogue has errors, which tabularium check shows\n");
	else
		print_configuration(server, catalog_public(catalog), o);
	catalog_free(catalog);
	snapshot_close(snapshot);
	diagnostics_free(d);
	return exit_code;
}

static void
print_servers(void)
{
	puts("nginx      a file for the http block: /etc/nginx/conf.d/");
	puts("apache     a virtual host: /etc/apache2/sites-available/");
	puts("htaccess   the same for web space whose configuration belongs to somebody else\n");
}

int
command_server(int argc, char **argv)
{
	unsigned allowed = OPTION_REPOSITORY | OPTION_REVISION | OPTION_BASE_URL | OPTION_JOBS;
	const struct server *server = servers;
	struct options o;
	int exit_code;

	if (argc > 1 && strcmp(argv[1], "--help") == 0) {
		print_servers();
		argv[0] = "server nginx|apache|htaccess";
		return options_read(&o, allowed | OPTION_OUT | OPTION_LISTEN, argc, argv, &exit_code) ? 0 : exit_code;
	}
	while (argc > 1 && server < servers + N_SERVERS && strcmp(argv[1], server->name + strlen("server ")) != 0)
		server++;
	if (argc < 2 || server == servers + N_SERVERS) {
		fprintf(stderr, "tabularium: server wants to know which one: tabularium server nginx|apache|htaccess [OPTION…]\n");
		return 2;
	}
	if (server->has_root)
		allowed |= OPTION_OUT | OPTION_LISTEN;
	argv[1] = (char *)server->name;
	return options_read(&o, allowed, argc - 1, argv + 1, &exit_code) ? configure(server, &o) : exit_code;
}
