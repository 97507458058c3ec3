"""
What is not public leaves no trace: canary words in every field there is, in who wrote what and when, looked for
in all that is published, unpacked and decoded; and whole histories of random states, of which only the public
ones may show.
"""
import base64
import binascii
import copy
import gzip
import html
import json
import random
import re
import subprocess
import urllib.parse

from city import BASE, City, Tree

WORD = "Kanarienvogel"


# --- looking ------------------------------------------------------------------------------------------

def disguises(word):
    """The bytes a word can hide in when somebody encodes all that is around it."""
    found = set()
    for spelling in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= {spelling.encode("utf-16-le"), spelling.encode("utf-16-be"), binascii.hexlify(spelling.encode())}
        for before in range(3):
            # What of the encoded word does not depend on its neighbours.
            whole = base64.b64encode(b"\0" * before + spelling.encode() + b"\0" * 3)
            found.add(whole[(before * 8 + 5) // 6:(before + len(spelling)) * 8 // 6])
    return found


def unpacked(data):
    """The bytes, and what becomes of them when they are unpacked and decoded."""
    yield data
    if data[:2] == b"\x1f\x8b":
        return
    text = data.decode("utf-8", "replace")
    if "%" in text:
        yield urllib.parse.unquote(text).encode()
    if "&" in text:
        yield html.unescape(html.unescape(text)).encode()
    if "\\u" in text or "\\x" in text:
        yield re.sub(r"\\(?:u|x)([0-9a-fA-F]{4}|[0-9a-fA-F]{2})", lambda m: chr(int(m.group(1), 16)), text).encode()


class Search:
    """For some words, in every disguise; and for any number of `names`, which all look like `pattern` in lower case."""

    def __init__(self, words, pattern=None, names=()):
        self.plain = [word.lower().encode() for word in words]
        self.encoded = re.compile(b"|".join(re.escape(form) for word in words for form in disguises(word)))
        self.pattern = pattern and re.compile(pattern)
        self.names = {name.lower().encode() for name in names}

    def shows(self, data):
        """In lower case."""
        return any(word in data for word in self.plain) or \
            self.pattern and not self.names.isdisjoint(self.pattern.findall(data))

    def found(self, data):
        return any(self.shows(form.lower()) for form in unpacked(data)) or bool(self.encoded.search(data)) or \
            data[:2] == b"\x1f\x8b" and self.found(gzip.decompress(data))

    def must_find_nothing(self, folder, what, but_deleted=()):
        """Whoever follows the change feed has to learn that what they know of is no more: of the datasets
        `but_deleted`, which were public, it may tell the Delete, and nothing else."""
        for path in sorted(folder.rglob("*")):
            if but_deleted and path.parts[len(folder.parts)] == "ldes":
                if path.is_file():
                    self.without(but_deleted).must_not_be_in(path, what)
                    only_deletes(path, but_deleted)
                continue
            assert not self.shows(str(path.relative_to(folder)).lower().encode()), f"{what}: a file is called {path}"
            if path.is_file():
                self.must_not_be_in(path, what)

    def must_not_be_in(self, path, what):
        assert not self.found(path.read_bytes()), f"{what}: {path} holds one of {self.plain}, {len(self.names)} names"

    def without(self, names):
        other = copy.copy(self)
        other.plain = [word for word in self.plain if word.decode() not in names]
        other.names = self.names - {name.encode() for name in names}
        return other


def only_deletes(path, names):
    if path.suffix != ".jsonld":
        return
    for node in json.loads(path.read_text(encoding="utf-8"))["@graph"]:
        # Pages list the activities they hold.
        told = re.sub(r'"[^"]*#change-[^"]*"', '""', json.dumps(node))
        named = [name for name in names if re.search(rf"\b{re.escape(name)}\b", told)]
        assert not named or node["@type"] == "as:Delete", f"{path}: {node['@id']} tells of {named}"


def test_the_search_finds_what_it_should(scratch):
    word = WORD.encode()
    search = Search(["kanarie"])
    hidden = [word, word.upper(), gzip.compress(b"a" + word), WORD.encode("utf-16-le"), binascii.hexlify(word.lower()),
              "".join(f"%{c:02X}" for c in word).encode(), "".join(f"&#{c};" for c in word).encode(),
              "".join(f"&amp;#x{c:x};" for c in word).encode(), "".join(f"\\u{c:04x}" for c in word).encode()]
    hidden += [base64.b64encode(b"x" * n + word + b" und mehr") for n in range(6)]
    hidden += [gzip.compress(base64.b64encode(b"Der " + word))]
    for n, data in enumerate(hidden):
        assert search.found(b"davor " + data if data[:2] != b"\x1f\x8b" else data), f"disguise {n}: {data}"
    assert not search.found(b"Kanaren, Kan%61ren, &#75;anarek")


# --- every field --------------------------------------------------------------------------------------

# Fields that cannot be written in a hidden entry without a finding that is an error, each with its reason.
LEFT_OUT = {
    "release": "written for itself", "withdrawn": "of withdrawn entries only", "former_ids": "written for itself",
    "distributions": "written for themselves", "services": "written for themselves", "file": "written for itself",
    "id": "written for itself", "checksum": "of the file", "description": "the text below the fields",
    "dcatde_originator": "is originator", "dcatde_maintainer": "is custodian", "version_info": "is version",
    "serves_dataset": "follows from where it stands",
    "has_version": "names another dataset", "dct_has_version": "names another dataset", "is_version_of": "names another dataset",
    "source": "names another dataset", "access_service": "names another service",
}


def fields(city, kind):
    """(name, kind, example) of each field of a class, as the program itself tells them."""
    told = city.run("properties", "--lang", "en", "--class", kind).must_exit(0).out
    for entry in re.split(r"\n(?=[a-z_]+ – )", told)[1:]:
        lines = entry.split("\n")
        name = lines[0].split(" – ")[0]
        example = next((line.strip() for line in lines if line.startswith(f"    {name}: ")), None)
        yield name, lines[1].split(";", 1)[-1].strip(), example


def with_canaries(city, kind, word, indent=""):
    """A line for every field, full of canaries where people choose the words."""
    lines = []
    for name, values, example in fields(city, kind):
        if name in LEFT_OUT or not example:
            assert name in LEFT_OUT, f"{kind}.{name} has no example"
            continue
        if values.startswith(("text", "string", "Markdown")):
            one = f'"{word} {name}"' if name not in ("identifier", "encoding", "layers") else f'"{word}-{name}"'
            line = f"{name}: [{one}]" if name in ("keywords", "layers") else f"{name}: {one}"
        elif values.startswith("id or IRI: Agent"):
            line = f"{name}: {word.lower()}-amt"
        elif values.startswith("id or IRI: Dataset series"):
            line = f"{name}: {word.lower()}-reihe"
        elif values.startswith(("IRI", "web address")):
            line = re.sub(r"https?://[^\s,\]]+", f"https://{word.lower()}.example.org/{name}", example)
        elif values.startswith("fields"):
            line = re.sub(r"\b(stadtgruen|stadt|baumkataster)\b(?!@)", lambda m: f"{word.lower()}-amt" if m.group(1)[:5] == "stadt" else
                          "baumkataster", example)
            line = re.sub(r"example\.org", f"{word.lower()}.example.org", line)
            line = re.sub(r"\b[A-ZÄÖÜ][a-zäöüß]{3,}\b", word, line)
        else:
            line = example
        lines.append(indent + line)
    return "\n".join(lines)


def add_hidden(city, release):
    word = WORD + release
    name = word.lower()
    city.write(f"catalog/datasets/{name}/{name}.md", f"""---
release: {release}
former_ids: [{name}-alt]
{with_canaries(city, "dataset", word)}
distributions:
  - id: {name}-eins
    file: data/{name}/{name}.csv
{with_canaries(city, "distribution", word, "    ").replace("    access_url", "    # access_url").replace("    download_url", "    # download_url")}
  - id: {name}-zwei
    title: {word}
    download_url: https://{name}.example.org/{name}.csv
services:
  - id: {name}-dienst
{with_canaries(city, "service", word, "    ")}
---
{word} heißt, was niemand lesen darf: [{word}](https://{name}.example.org/) und **{word}**, lang genug für alles.
""")
    city.write(f"catalog/datasets/{name}/{name}.en.md", f"---\ntitle: {word} title\nkeywords: [{word}word]\n---\n{word} in English.\n")
    city.write(f"catalog/data/{name}/{name}.csv", f"{word};Wert\n{word};1\n")
    city.write(f"catalog/agents/{name}-amt.md", f"---\nname: {word} Amt\ntype: LocalAuthority\nemail: {name}@{name}.example.org\n"
               f"homepage: https://{name}.example.org/\nformer_ids: [{name}-vorgaenger]\n---\n{word} arbeitet dort.\n")
    city.write(f"catalog/series/{name}-reihe.md", f"---\ntitle: {word} Reihe\npublisher: {name}-amt\n---\n{word} Jahr für Jahr, immer wieder.\n")


def test_every_field(scratch):
    """Of internal entries and drafts, of commits, of branches and tags: nothing, at once and over years."""
    city = City(scratch / "city")
    city.commit(f"{WORD} begins", "2026-06-01T12:00:00Z", who=WORD, branch="kanarienvogel")
    for release in ("internal", "draft"):
        add_hidden(city, release)
    said = city.run("check", "--lang", "en", "--worktree")
    assert said.status == 0, f"{said}"
    city.commit(f"{WORD}\n\n{WORD} made this", "2026-06-02T12:00:00Z", who=WORD)
    city.git("tag", "--annotate", "--message", f"{WORD} tag", "v-kanarienvogel", date="2026-06-02T12:00:00Z", who=WORD)
    city.git("notes", "add", "--message", f"{WORD} note", who=WORD)
    city.replace("catalog/datasets/stadtgruen/baumkataster.md", "frequency: CONT", "frequency: MONTHLY")
    city.commit(f"{WORD} again", "2026-06-03T12:00:00Z", who=WORD)
    search = Search(["kanarie"])
    assert not search.found((city.folder / "catalog/datasets/stadtgruen/baumkataster.md").read_bytes())
    for arguments in (), ("--rev", "v-kanarienvogel"), ("--rev", "kanarienvogel"):
        out = scratch / "-".join(["out", *arguments]).replace("kanarienvogel", "k")
        site = city.built(*arguments, out=out)
        search.must_find_nothing(site.folder, f"build {arguments}")
    for command in ("feed", "--format", "turtle"), ("feed", "--profile", "dcat-ap-3"), ("diff", "HEAD~2..HEAD"), ("history", "baumkataster"):
        told = city.run(*command).must_exit(0)
        assert not search.found((told.out + told.err).encode()), command


# --- who wrote what -----------------------------------------------------------------------------------

def same_but_the_commit(one, other, commits, what):
    one.must_equal(other, what, except_for=("manifest.json",))
    assert one.text("manifest.json").replace(*commits) == other.text("manifest.json"), f"{what}: manifest.json"


def same_but_the_feed(one, other, what):
    names = {n for tree in (one, other) for n in tree.names() if n.startswith("ldes/")}
    one.must_equal(other, what, except_for=("manifest.json", *names, *(n[:n.rindex("/") + 1] for n in names)))
    rows = [[line for line in tree.text("manifest.json").split("\n") if not line.startswith(('{"path":"ldes/', '"commit":'))] for tree in (one, other)]
    assert rows[0] == rows[1], f"{what}: manifest.json"


def test_who_wrote_what_changes_nothing(scratch):
    """The same states at the same times by other people, with other words, on another branch: the same bytes."""
    trees, commits = [], []
    for n, (who, branch) in enumerate((("Ada", "main"), ("Grace", "entwurf"))):
        city = City(scratch / f"city{n}")
        city.commit(f"{who} begins", "2026-06-01T12:00:00Z", who=who, branch=branch)
        city.replace("catalog/datasets/stadtgruen/baumkataster.md", "frequency: CONT", "frequency: MONTHLY")
        city.commit(f"{who} goes on: a much longer message\n\nof several lines" * (n + 1), "2026-06-02T12:00:00Z", who=who)
        if n:
            city.git("tag", "--annotate", "--message", "x", "v1", who=who)
        city.replace("catalog/datasets/stadtgruen/baumkataster.md", "frequency: MONTHLY", "frequency: DAILY")
        commits.append(city.commit(who, "2026-06-03T12:00:00Z", who=who))
        trees.append(city.built())
    assert commits[0] != commits[1]
    same_but_the_commit(*trees, commits, "other people")


# --- histories of random states -----------------------------------------------------------------------

def letters(n):
    """A number as letters: what holds a digit is no word."""
    return "".join("abcdefghij"[int(d)] for d in f"{n:03}")


class Author:
    """A repository of many datasets in random states, told to git as a stream.

    Every state has a word of its own. `secret` is in the words of all that is not public; with `tells_all` false
    nothing of it happens: no entry that was never public, no commit that changes hidden states only, no word.
    """
    RELEASES = ["public"] * 5 + ["internal", "internal", "draft"]

    def __init__(self, seed, n, secret, tells_all):
        self.random = random.Random(seed)
        self.n, self.secret, self.tells_all = n, secret, tells_all
        self.release = [None] * n
        self.was_public = [False] * n
        self.words = [""] * n               # of the newest state
        self.hidden_words, self.public_words = [], [set() for _ in range(n)]
        self.stream, self.mark = [], 0

    def text(self, i, k, release):
        shown = release in ("public", "withdrawn")
        if not shown and not self.tells_all:
            return f"---\ntitle: Nichts {letters(i)}\nrelease: draft\n---\nNoch nichts zu sagen, wirklich noch nichts zu sagen.\n"
        word = ("Offen" if shown else self.secret) + letters(i) + "x" + letters(k)
        (self.public_words[i].add if shown else self.hidden_words.append)(word)
        self.words[i] = word
        withdrawal = f"withdrawn: {{ on: 2026-01-02, reason: {word} ist vorbei. }}\n" if release == "withdrawn" else ""
        formats = ["CSV", "JSON", "GEOJSON", "XML"]
        return f"""---
title: {{ de: Titel {word}, en: Title {word} }}
release: {release}
publisher: {"stadtgruen" if (i + k) % 2 else "stadt"}
contact: {{ name: Stelle {word}, email: {word.lower()}@example.org }}
themes: [{"ENVI" if (i + k) % 3 else "SOCI"}]
keywords: [Baum, {word}]
license: dl-zero-de/2.0
modified: 2025-01-{1 + k % 28:02}
temporal: {{ from: 2024 }}
spatial: {{ ags: "14713000" }}
{withdrawal}distributions:
  - {{ title: Datei {word}, download_url: "https://example.org/{word.lower()}.csv", format: {formats[(i + k) % 4]} }}
---
Ein Datensatz, der von {word} handelt und dafür genügend Worte hat, damit niemand etwas vermisst.
"""

    def commit(self, k, most):
        """What happens is drawn in the same order whoever tells it."""
        changes, shows = [], k == 0
        for i in sorted(self.random.sample(range(self.n), most)):
            release = self.random.choice(self.RELEASES)
            if self.was_public[i] and self.release[i] == "public" and self.random.random() < 0.1:
                release = "withdrawn"
            if self.release[i] == "withdrawn":
                continue
            seen = self.release[i] == "public" or release in ("public", "withdrawn")
            shows |= seen
            if self.tells_all or seen or release == "public":
                changes.append((i, self.text(i, k, release)))
            self.release[i] = release
            self.was_public[i] |= release == "public"
        time = 1767268800 + k * 86400
        if not shows and not self.tells_all:
            return
        parent = f"from :{self.mark}\n" if self.mark else ""
        self.mark += 1
        self.stream.append(f"commit refs/heads/main\nmark :{self.mark}\ncommitter A <a@example.org> {time} +0000\ndata 0\n\n{parent}")
        for i, text in changes:
            data = text.encode()
            self.stream.append(f"M 100644 inline catalog/datasets/{letters(i)[:1]}/nr-{letters(i)}.md\ndata {len(data)}\n{text}\n")

    def hidden_now(self):
        return [f"nr-{letters(i)}" for i in range(self.n) if self.release[i] not in ("public", "withdrawn")] + \
            [word for i in range(self.n) if self.release[i] not in ("public", "withdrawn") for word in self.public_words[i]]

    def seen_before(self):
        return [f"nr-{letters(i)}" for i in range(self.n) if self.was_public[i] and self.release[i] not in ("public", "withdrawn")]

    def city(self, folder):
        city = City(folder, files=BASE)
        city.commit("Base", "2025-12-31T12:00:00Z")
        return city

    def tell(self, city):
        """Adds the commits so far to the repository."""
        first = self.stream and not hasattr(self, "begun")
        stream = "".join(self.stream)
        if first:
            stream = stream.replace(f"data 0\n\n", "data 0\n\nfrom refs/heads/main^0\n", 1)
            self.begun = True
        done = subprocess.run(["git", "-C", str(city.folder), "fast-import", "--quiet", "--export-marks=.git/marks"] +
                              ([] if first else ["--import-marks=.git/marks"]), input=stream.encode(), stderr=subprocess.PIPE)
        assert done.returncode == 0, done.stderr.decode()
        self.stream = []
        return city.git("rev-parse", "HEAD")


def test_random_histories(scratch):
    """Some hundred entries, public, internal, draft, withdrawn, back and forth."""
    n, commits = 200, 30
    teller, silent = Author(11, n, "Geheim", True), Author(11, n, "", False)
    city, other = teller.city(scratch / "city"), silent.city(scratch / "other")
    for k in range(commits):
        for author in (teller, silent):
            author.commit(k, 100 if k == 0 else 20)
        if k in (0, 9, 10, commits - 1):
            head = teller.tell(city)
            site = city.built("--expect-removals", "300")
            search = Search(["geheim"], rb"\b(?:offen[a-j]{3}x[a-j]{3}|nr-[a-j]{3})\b", teller.hidden_now())
            search.must_find_nothing(site.folder, f"commit {k}", teller.seen_before())
            previous = site.folder.parent / ".public.previous"
            if previous.exists():
                search.must_find_nothing(previous, f"the generation before commit {k}", teller.seen_before())
    assert sum(r == "public" for r in teller.release) > 50 and sum(r == "withdrawn" for r in teller.release) > 5
    assert len(teller.hidden_words) > 150 and "Geheim" in teller.hidden_words[0]
    fresh = city.built(out=scratch / "fresh")
    # What was said in public stays said.
    page = next(i for i in range(n) if teller.release[i] == "public" and len(teller.public_words[i]) > 2)
    history = fresh.text(f"datasets/nr-{letters(page)}/history.html")
    assert all(word in history for word in teller.public_words[page]), teller.public_words[page]
    silent_head = silent.tell(other)
    assert city.git("rev-list", "--count", "HEAD") >= other.git("rev-list", "--count", "HEAD")
    same_but_the_commit(fresh, other.built(out=scratch / "silent"), (head, silent_head), "with and without what was hidden")


def test_public_internal_public(scratch):
    """Gone at once, whatever is kept from before; back again, nobody sees what it was meanwhile. When it was away,
    only the change feed says, as everybody could see then."""
    name, trees = "catalog/datasets/umwelt/baumkataster.md", []
    for n, (away, words) in enumerate((("2026-02-02", "Kanarienvogel"), ("2026-02-20", "Nachtigall"))):
        city = City(scratch / f"city{n}", files=BASE)
        city.path("catalog/datasets/strassenbaeume.md").unlink()  # baumkataster is its successor
        city.commit("One", "2026-02-01T12:00:00Z")
        first = city.built()
        city.write("catalog/datasets/zeit.md", city.read("catalog/datasets/spielplaetze.md").replace("title: Spielplätze\n", "title: Rutschen\n")
                   .replace("file: data/spielplaetze/spielplaetze.csv", "download_url: https://example.org/r.csv\n    format: CSV"))
        city.commit("Another", "2026-02-01T13:00:00Z")
        city.built()
        public = city.read(name)
        city.write(name, public.replace("release: public", "release: internal").replace("title: Baumkataster", f"title: {words}"))
        city.commit("Hide", f"{away}T12:00:00Z")
        site = city.built("--expect-removals", "1")
        gone = Search(["datasets/baumkataster", words])
        gone.must_find_nothing(site.folder, "at once", ["datasets/baumkataster"])
        result = city.run("rollback", "--lang", "en")
        assert result.status != 0, f"there is nothing to go back to: {result}"
        gone.must_find_nothing(Tree(site.folder).folder, "after a rollback", ["datasets/baumkataster"])
        # One that came later has nothing of it either.
        city.replace("catalog/datasets/zeit.md", "Rutschen", "Schaukeln")
        city.commit("Later", "2026-02-25T12:00:00Z")
        city.built()
        city.run("rollback").must_exit(0)
        gone.must_find_nothing(Tree(site.folder).folder, "rolled back", ["datasets/baumkataster"])
        city.write(name, public.replace("frequency: ANNUAL", "frequency: MONTHLY"))
        city.commit("Back", "2026-03-01T12:00:00Z")
        trees.append(city.built(out=scratch / f"out{n}"))
        history = trees[-1].text("datasets/baumkataster/history.html")
        assert "2026-03-01" in history and "2026-02-0" in history and away not in history.replace("2026-02-01", ""), history
        assert "datasets/baumkataster.html" in first.names()
    same_but_the_feed(*trees, "hidden at another time, as something else")
