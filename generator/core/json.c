#include "core/json.h"

/* --- strings -------------------------------------------------------------------------------- */

static void
code_unit(struct buf *out, unsigned c)
{
	static const char hex[] = "0123456789abcdef";

	buf_text(out, T("\\u"));
	for (int shift = 12; shift >= 0; shift -= 4)
		buf_char(out, hex[c >> shift & 15]);
}

void
json_characters(struct buf *out, struct text t)
{
	static const bool is_special[0x80] = {
		[0] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* C0 */
		1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
		['"'] = 1, ['\\'] = 1, ['<'] = 1, ['>'] = 1, ['&'] = 1,
	};
	size_t done = 0;

	for (size_t i = 0;;) {
		while (i < t.n && (unsigned char)t.s[i] < 0x80 && !is_special[(unsigned char)t.s[i]])
			i++;
		if (i == t.n)
			break;
		size_t from = i;
		uint32_t c = utf8_next(t, &i);
		if (c >= 0x80 && c != UTF8_INVALID && c != 0x2028 && c != 0x2029)
			continue;
		buf_text(out, text_slice(t, done, from));
		done = i;
		if (c == '"' || c == '\\') {
			buf_char(out, '\\');
			buf_char(out, (char)c);
		} else if (c == '\n') {
			buf_text(out, T("\\n"));
		} else if (c == UTF8_INVALID) {
			buf_utf8(out, 0xfffd);
		} else {
			code_unit(out, c);
		}
	}
	buf_text(out, text_slice(t, done, t.n));
}

/* --- values --------------------------------------------------------------------------------- */

static void
line(struct json *j)
{
	buf_char(j->out, '\n');
	for (unsigned i = 0; i < j->depth; i++)
		buf_char(j->out, '\t');
}

/* What stands before a value or a key. */
static void
begin(struct json *j)
{
	if (j->is_behind_key) {
		j->is_behind_key = false;
		return;
	}
	if (j->depth && !j->is_first)
		buf_char(j->out, ',');
	if (j->depth && j->is_indented)
		line(j);
	j->is_first = false;
}

void
json_open(struct json *j, char bracket)
{
	begin(j);
	buf_char(j->out, bracket);
	j->depth++;
	j->is_first = true;
}

void
json_close(struct json *j, char bracket)
{
	j->depth--;
	if (j->is_indented && !j->is_first)
		line(j);
	buf_char(j->out, bracket);
	j->is_first = false;
}

static void
quoted(struct json *j, struct text t)
{
	buf_char(j->out, '"');
	json_characters(j->out, t);
	buf_char(j->out, '"');
}

void
json_key(struct json *j, struct text key)
{
	begin(j);
	quoted(j, key);
	buf_char(j->out, ':');
	if (j->is_indented)
		buf_char(j->out, ' ');
	j->is_behind_key = true;
}

void
json_text_value(struct json *j, struct text value)
{
	begin(j);
	quoted(j, value);
}

void
json_number(struct json *j, struct text number)
{
	begin(j);
	buf_text(j->out, number);
}

void
json_unsigned(struct json *j, uint64_t number)
{
	begin(j);
	buf_number(j->out, number);
}

void
json_bool(struct json *j, bool value)
{
	begin(j);
	buf_text(j->out, value ? T("true") : T("false"));
}

void
json_pair(struct json *j, const char *key, struct text value)
{
	if (value.n == 0)
		return;
	json_key(j, text_of(key));
	json_text_value(j, value);
}

/* --- numbers -------------------------------------------------------------------------------- */

static size_t
digits(struct text t, size_t at)
{
	size_t n = 0;

	while (at + n < t.n && t.s[at + n] >= '0' && t.s[at + n] <= '9')
		n++;
	return n;
}

/* number = [ minus ] int [ frac ] [ exp ]; int = zero / ( digit1-9 *DIGIT ) */
bool
json_is_number(struct text t)
{
	size_t at = t.n && t.s[0] == '-', n = digits(t, at);

	if (n == 0 || (n > 1 && t.s[at] == '0'))
		return false;
	at += n;
	if (at < t.n && t.s[at] == '.') {
		if ((n = digits(t, ++at)) == 0)
			return false;
		at += n;
	}
	if (at < t.n && (t.s[at] == 'e' || t.s[at] == 'E')) {
		at++;
		at += at < t.n && (t.s[at] == '+' || t.s[at] == '-');
		if ((n = digits(t, at)) == 0)
			return false;
		at += n;
	}
	return at == t.n;
}
