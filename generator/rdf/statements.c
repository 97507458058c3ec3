#include "rdf/statements.h"

struct compiler {
	struct arena *arena;
	const struct names *names;
	enum profile profile;
	struct statement *list; /* of the class at hand */
	size_t n;
};

static bool
concerns(const struct compiler *c, const struct profile_row *row, enum profile_rule rule, enum property_id p)
{
	return row->rule == rule && row->row == p && row->profiles & 1u << c->profile;
}

/* What the profile's rules say of the values of a row. */
static bool
restrict_values(const struct compiler *c, struct statement *s)
{
	for (size_t i = 0; i < n_profile_rows; i++) {
		const struct profile_row *row = &profile_rows[i];

		if (concerns(c, row, RULE_WITHOUT, s->row)) {
			if (!row->word)
				return false;
			s->does_not_begin = row->word;
		} else if (concerns(c, row, RULE_ONLY, s->row)) {
			s->values = row->values;
			s->begins = row->word;
		} else if (concerns(c, row, RULE_FIRST, s->row)) {
			s->only_first = true;
		} else if (concerns(c, row, RULE_DATATYPE, s->row)) {
			s->datatype = name_new(c->arena, row->word);
		} else if (concerns(c, row, RULE_LIST, s->row)) {
			s->list = row->list;
		}
	}
	return true;
}

static void
add_rows(struct compiler *c, enum property_id p)
{
	const struct name *predicate = &c->names->properties[p];
	struct statement own = { .predicate = predicate, .row = p, .unless = N_PROPERTIES, .list = N_CODE_LISTS };

	if (properties[p].predicate && profile_knows(c->profile, properties[p].predicate)) {
		if (restrict_values(c, &own))
			c->list[c->n++] = own;
		for (size_t i = 0; i < n_profile_rows; i++) {
			const struct profile_row *row = &profile_rows[i];
			bool instead = concerns(c, row, RULE_INSTEAD, p);

			if (instead || concerns(c, row, RULE_BESIDE, p))
				c->list[c->n++] = (struct statement){ .predicate = predicate, .row = row->from,
					.unless = instead ? p : N_PROPERTIES, .values = row->values, .begins = row->word,
					.list = N_CODE_LISTS };
		}
	}
	for (size_t i = 0; i < n_profile_rows; i++) {
		const struct profile_row *row = &profile_rows[i];

		if (concerns(c, row, RULE_FURTHER, p)) {
			own.predicate = name_new(c->arena, row->word);
			c->list[c->n++] = own;
		} else if (concerns(c, row, RULE_SUPPLY, p)) {
			c->list[c->n++] = (struct statement){ .row = p, .unless = N_PROPERTIES, .supply = row->supply };
		}
	}
}

bool
statements_supply(const struct statements *s, enum class class, enum profile_supply what)
{
	for (size_t i = 0; i < s->n[class]; i++)
		if (s->list[class][i].supply == what)
			return true;
	return false;
}

const struct statements *
statements_new(struct arena *a, const struct names *names, enum profile p)
{
	struct statements *all = arena_new_of(a, struct statements);

	for (size_t class = 1; class < N_CLASSES; class++) {
		struct compiler c = { .arena = a, .names = names, .profile = p,
			.list = arena_array(a, struct statement, classes[class].n + n_profile_rows) };

		for (unsigned i = 0; i < classes[class].n; i++)
			add_rows(&c, (enum property_id)(classes[class].first + i));
		all->list[class] = c.list;
		all->n[class] = c.n;
	}
	return all;
}
