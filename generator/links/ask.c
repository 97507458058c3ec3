#include "links/links.h"

#include "adapters/http_ask.h"
#include "core/table.h"
#include "core/work.h"
#include "dcat/iri.h"

#include <pthread.h>
#include <stdlib.h>

enum {
	MOST_STEPS = 10,  /* of being led elsewhere */
	MOST_SILENCES = 3, /* of a host, one after another; the rest of its addresses will not do better */
};

struct asking_all {
	struct links *links;
	const struct links_asking *asking;
	const size_t *hosts;     /* the first link of each host; behind the last one n */
	struct arena **arenas;   /* one a thread */
	pthread_mutex_t lock;    /* of done */
	size_t done;
};

/* --- one address ---------------------------------------------------------------------------------- */

/* Some servers know no HEAD, or answer it with any error; what GET says counts. */
static struct http_answer
ask(struct arena *a, const char *url, const struct links_asking *asking)
{
	struct http_question q = { .url = url, .allow_private = asking->allow_private, .max_seconds = asking->max_seconds };
	struct http_answer answer = http_ask(a, &q);

	if ((answer.outcome == HTTP_ANSWERED && answer.status >= 400 && answer.status != 429) || answer.outcome == HTTP_SILENT) {
		q.get = true;
		answer = http_ask(a, &q);
	}
	return answer;
}

static enum link_state
state_of_status(unsigned status, enum link_kind kind)
{
	if (status == 401 || status == 403 || status == 407 || status == 429 || status == 451)
		return LINK_IS_REFUSED;
	if (status == 404 || status == 410)
		return LINK_IS_DEAD;
	/* 400, 405, 406, 422, 500 …: it is there, and wants parameters. */
	if (status < 400 || (kind == LINK_ENDPOINT && status != 502 && status != 503 && status != 504))
		return LINK_GOOD;
	return status >= 500 || status == 408 || status == 425 ? LINK_IS_SILENT : LINK_IS_DEAD;
}

static enum link_state
state_of(const struct http_answer *answer, enum link_kind kind)
{
	switch (answer->outcome) {
	case HTTP_ANSWERED: return state_of_status(answer->status, kind);
	case HTTP_NO_HOST: return LINK_IS_NOWHERE;
	case HTTP_BAD_CERTIFICATE: return LINK_IS_NOT_SECURE;
	case HTTP_PRIVATE: return LINK_IS_PRIVATE;
	case HTTP_SILENT: break;
	}
	return LINK_IS_SILENT;
}

static bool
is_redirect(const struct http_answer *answer)
{
	return answer->outcome == HTTP_ANSWERED && answer->status >= 300 && answer->status < 400 && answer->location.n;
}

static bool
was_there(const char *const *urls, unsigned n, struct text url)
{
	for (unsigned i = 0; i < n; i++)
		if (text_equal(text_of(urls[i]), url))
			return true;
	return false;
}

/* Led on until there is an answer. As long as each step is for good, the address is the new one. */
static void
ask_link(struct link *link, struct arena *a, const struct links_asking *asking)
{
	const char *urls[MOST_STEPS + 1] = { link->url };
	struct text moved = T("");
	bool is_for_good = true;

	for (unsigned step = 0;; step++) {
		struct http_answer answer = { .outcome = HTTP_PRIVATE };
		if (asking->allow_private || !iri_is_private(text_of(urls[step])))
			answer = ask(a, urls[step], asking);
		link->status = answer.status;
		link->media_type = answer.media_type;
		link->fault = answer.fault;
		if (!is_redirect(&answer)) {
			link->state = state_of(&answer, link->kind);
			break;
		}
		is_for_good &= answer.status == 301 || answer.status == 308;
		if (is_for_good)
			moved = answer.location;
		if (step + 1 == MOST_STEPS || was_there(urls, step + 1, answer.location)) {
			link->state = LINK_IS_CIRCLE;
			break;
		}
		urls[step + 1] = arena_cstr(a, answer.location);
	}
	if (link->state == LINK_GOOD)
		link->moved = moved;
	if (link->state == LINK_IS_SILENT && !link->fault.n)
		link->fault = arena_printf(a, "%u", link->status);
}

/* --- all --------------------------------------------------------------------------------------------- */

static void
ask_host(void *context, size_t number, unsigned worker)
{
	struct asking_all *all = context;
	const struct link *silent = NULL;
	unsigned n_silences = 0;

	for (size_t i = all->hosts[number]; i < all->hosts[number + 1]; i++) {
		struct link *link = &all->links->list[i];
		if (all->asking->known && table_get(all->asking->known, text_of(link->url))) {
			link->state = LINK_GOOD;
		} else if (n_silences >= MOST_SILENCES) {
			link->state = silent->state;
			link->fault = silent->fault;
		} else {
			ask_link(link, all->arenas[worker], all->asking);
			bool is_gone = link->state == LINK_IS_NOWHERE || (link->state == LINK_IS_SILENT && !link->status);
			n_silences = is_gone ? n_silences + 1 : 0;
			silent = link;
		}
		pthread_mutex_lock(&all->lock);
		all->done++;
		if (all->asking->progress)
			all->asking->progress(all->asking->context, all->done);
		pthread_mutex_unlock(&all->lock);
	}
}

void
links_ask(struct links *l, struct arena *a, const struct links_asking *asking)
{
	size_t *hosts = arena_array(a, size_t, l->n_hosts + 1), n = 0;
	struct asking_all all = { .links = l, .asking = asking, .hosts = hosts, .lock = PTHREAD_MUTEX_INITIALIZER,
		.arenas = arena_array(a, struct arena *, asking->jobs) };

	for (size_t i = 0; i < l->n; i++)
		if (i == 0 || !text_equal(l->list[i].host, l->list[i - 1].host))
			hosts[n++] = i;
	hosts[n] = l->n;
	for (unsigned k = 0; k < asking->jobs; k++)
		all.arenas[k] = arena_new();
	http_begin();
	work(asking->jobs, n, ask_host, &all);
	for (size_t i = 0; i < l->n; i++) {
		struct link *link = &l->list[i];
		link->fault = arena_text(a, link->fault);
		link->moved = arena_text(a, link->moved);
		link->media_type = arena_text(a, link->media_type);
	}
	for (unsigned k = 0; k < asking->jobs; k++)
		arena_free(all.arenas[k]);
	pthread_mutex_destroy(&all.lock);
}
