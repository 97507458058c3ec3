/*
 * The bridge to ctemplate 2.4. It parses, escapes and expands; what markers stand for is ours: a
 * page keeps an array of its words by number, each repetition of a section a short list, all of it
 * in one arena.
 */
#define _Noreturn [[noreturn]]
extern "C" {
#include "core/arena.h"
#include "core/die.h"
}
#include "adapters/template.h"

#include <ctemplate/template.h>
#include <ctemplate/template_dictionary_interface.h>
#include <ctemplate/template_emitter.h>

#include <cstring>
#include <iostream>
#include <new>
#include <sstream>
#include <string>

namespace {

using ctemplate::TemplateString;

/* --- names ------------------------------------------------------------------------------------- */

/* The number behind a name that template_marker() wrote. */
unsigned
number_of(const TemplateString &name)
{
	const char *s = name.data();

	if (name.size() != 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z')
		return TEMPLATE_MAX_MARKERS;
	return static_cast<unsigned>(s[0] - 'A') * 26 + static_cast<unsigned>(s[1] - 'A');
}

/* --- words ------------------------------------------------------------------------------------- */

class Words;

struct Value {
	Value *next;
	unsigned marker;
	struct text text;
};

struct Section {
	Section *next;
	unsigned marker;
	Words *first, *last; /* nullptr: shown once with what is around it */
};

/* What a page says once. */
struct Page {
	struct arena *arena;
	struct text values[TEMPLATE_MAX_MARKERS];
	Section *sections[TEMPLATE_MAX_MARKERS];
};

class Words final : public ctemplate::TemplateDictionaryInterface {
public:
	Words(Page *p, Words *above) : page(p), parent(above) {}

	void
	set(unsigned marker, struct text t)
	{
		if (!parent) {
			page->values[marker] = t;
			return;
		}
		auto *v = static_cast<Value *>(arena_alloc(page->arena, sizeof(Value)));
		v->marker = marker;
		v->text = t;
		v->next = values;
		values = v;
		has_value |= bit(marker);
	}

	Section *
	section(unsigned marker)
	{
		if (Section *s = own_section(marker))
			return s;
		auto *s = static_cast<Section *>(arena_alloc(page->arena, sizeof(Section)));
		s->marker = marker;
		if (!parent)
			return page->sections[marker] = s;
		s->next = sections;
		sections = s;
		has_section |= bit(marker);
		return s;
	}

	Page *const page;
	Words *const parent;
	Words *next = nullptr; /* repetition of the same section */

protected:
	TemplateString
	GetValue(const TemplateString &name) const override
	{
		unsigned marker = number_of(name);
		const Words *w = this;

		if (marker >= TEMPLATE_MAX_MARKERS)
			return TemplateString("", 0);
		for (; w->parent; w = w->parent) {
			if (!(w->has_value & bit(marker)))
				continue;
			for (const Value *v = w->values; v; v = v->next)
				if (v->marker == marker)
					return TemplateString(v->text.s, v->text.n);
		}
		struct text t = page->values[marker];
		return t.s ? TemplateString(t.s, t.n) : TemplateString("", 0);
	}

	bool
	IsHiddenSection(const TemplateString &name) const override
	{
		return !find_section(name);
	}

	bool
	IsUnhiddenSection(const TemplateString &name) const override
	{
		return find_section(name) != nullptr;
	}

	Iterator *
	CreateSectionIterator(const TemplateString &name) const override
	{
		const Section *s = find_section(name);

		return new Repetitions(s ? s->first : nullptr);
	}

	/* Partials were put in as text: there is nothing to include. */
	bool
	IsHiddenTemplate(const TemplateString &) const override
	{
		return true;
	}

	const char *
	GetIncludeTemplateName(const TemplateString &, int) const override
	{
		return nullptr;
	}

	Iterator *
	CreateTemplateIterator(const TemplateString &) const override
	{
		return new Repetitions(nullptr);
	}

	void
	DumpToString(std::string *, int) const override
	{
	}

private:
	class Repetitions final : public Iterator {
	public:
		explicit Repetitions(const Words *first) : at(first) {}

		bool
		HasNext() const override
		{
			return at != nullptr;
		}

		const TemplateDictionaryInterface &
		Next() override
		{
			const Words *w = at;

			at = at->next;
			return *w;
		}

	private:
		const Words *at;
	};

	static uint64_t
	bit(unsigned marker)
	{
		return UINT64_C(1) << (marker & 63);
	}

	Section *
	own_section(unsigned marker) const
	{
		if (!parent)
			return page->sections[marker];
		if (has_section & bit(marker))
			for (Section *s = sections; s; s = s->next)
				if (s->marker == marker)
					return s;
		return nullptr;
	}

	const Section *
	find_section(const TemplateString &name) const
	{
		unsigned marker = number_of(name);

		if (marker >= TEMPLATE_MAX_MARKERS)
			return nullptr;
		for (const Words *w = this; w; w = w->parent)
			if (const Section *s = w->own_section(marker))
				return s;
		return nullptr;
	}

	/* Of a repetition; the page's own stand in `page`. */
	Value *values = nullptr;
	Section *sections = nullptr;
	uint64_t has_value = 0, has_section = 0; /* by the last six bits of the marker: maybe */
};

/* --- output ------------------------------------------------------------------------------------ */

class BufEmitter final : public ctemplate::ExpandEmitter {
public:
	explicit BufEmitter(struct buf *b) : out(b) {}

	void
	Emit(char c) override
	{
		buf_char(out, c);
	}

	void
	Emit(const std::string &s) override
	{
		buf_bytes(out, s.data(), s.size());
	}

	void
	Emit(const char *s) override
	{
		buf_bytes(out, s, std::strlen(s));
	}

	void
	Emit(const char *s, size_t n) override
	{
		buf_bytes(out, s, n);
	}

private:
	struct buf *out;
};

} // namespace


namespace {

struct Root {
	Page page;
	alignas(Words) unsigned char words[sizeof(Words)];
};

Words *
words_of(struct template_words *w)
{
	return reinterpret_cast<Words *>(w);
}

struct template_words *
handle(Words *w)
{
	return reinterpret_cast<struct template_words *>(w);
}

Root *
root_of(struct template_words *w)
{
	return reinterpret_cast<Root *>(words_of(w)->page);
}

} // namespace

extern "C" {

void
template_marker(struct buf *out, unsigned marker)
{
	buf_char(out, static_cast<char>('A' + marker / 26));
	buf_char(out, static_cast<char>('A' + marker % 26));
}

struct page_template *
template_new(struct text html, struct buf *error)
{
	try {
		/* ctemplate says on std::cerr what it dislikes. */
		std::ostringstream said;
		std::streambuf *cerr = std::cerr.rdbuf(said.rdbuf());
		ctemplate::Template *t = ctemplate::Template::StringToTemplate(
		    TemplateString(html.s, html.n), ctemplate::STRIP_BLANK_LINES);
		std::cerr.rdbuf(cerr);

		std::string words = said.str();
		while (!words.empty() && words.back() == '\n')
			words.pop_back();
		buf_bytes(error, words.data(), words.size());
		return reinterpret_cast<struct page_template *>(t);
	} catch (const std::bad_alloc &) {
		die("out of memory");
	}
}

void
template_free(struct page_template *t)
{
	delete reinterpret_cast<ctemplate::Template *>(t);
}

struct template_words *
template_words_new(void)
{
	Root *root = static_cast<Root *>(allocate(sizeof(Root)));

	std::memset(&root->page, 0, sizeof root->page);
	root->page.arena = arena_new();
	return handle(new (root->words) Words(&root->page, nullptr));
}

void
template_words_free(struct template_words *w)
{
	if (!w)
		return;
	Root *root = root_of(w);
	arena_free(root->page.arena);
	free(root);
}

void
template_words_clear(struct template_words *w)
{
	Root *root = root_of(w);

	std::memset(root->page.values, 0, sizeof root->page.values);
	std::memset(root->page.sections, 0, sizeof root->page.sections);
	arena_reset(root->page.arena);
}

void
template_set(struct template_words *w, unsigned marker, struct text value)
{
	words_of(w)->set(marker, value);
}

void
template_set_number(struct template_words *w, unsigned marker, uint64_t value)
{
	char digits[20], *s = digits + sizeof digits;

	do
		*--s = static_cast<char>('0' + value % 10);
	while (value /= 10);
	size_t n = static_cast<size_t>(digits + sizeof digits - s);
	auto *kept = static_cast<char *>(arena_alloc(words_of(w)->page->arena, n));
	std::memcpy(kept, s, n);
	words_of(w)->set(marker, { kept, n });
}

struct template_words *
template_section(struct template_words *w, unsigned section)
{
	Words *outer = words_of(w);
	Section *s = outer->section(section);
	Words *inner = new (arena_alloc(outer->page->arena, sizeof(Words))) Words(outer->page, outer);

	if (s->last)
		s->last->next = inner;
	else
		s->first = inner;
	s->last = inner;
	return handle(inner);
}

void
template_show(struct template_words *w, unsigned section)
{
	words_of(w)->section(section);
}

void
template_expand(const struct page_template *t, const struct template_words *w, struct buf *out)
{
	try {
		BufEmitter emitter(out);
		reinterpret_cast<const ctemplate::Template *>(t)->Expand(
		    &emitter, reinterpret_cast<const Words *>(w));
	} catch (const std::bad_alloc &) {
		die("out of memory");
	}
}

} // extern "C"
