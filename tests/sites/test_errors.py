"""When something is wrong: every finding is named, and the old site stays as it was."""
import fcntl
import re

from city import ALL, BASE, SAMPLE, City, Tree


def sample(scratch, files=SAMPLE):
    city = City(scratch / "city", files=files)
    city.commit()
    return city, city.built()


def small(scratch):
    """Where it is not the catalogue that matters."""
    return sample(scratch, BASE)


def must_stay(before, what):
    before.must_equal(Tree(before.folder), what, ALL)
    assert not (before.folder.parent / ".public.stage").exists(), f"{what}: the stage was left behind"


def test_spoilt_value(scratch):
    city, before = sample(scratch)
    name = "catalog/datasets/stadtgruen/baumkataster.md"
    spoilt = re.sub(r"(?m)^license:.*$", "license: dl-by-de/2.O", city.read(name), count=1)
    line = 1 + spoilt[:spoilt.index("dl-by-de/2.O")].count("\n")
    column = len("license: ") + 1
    city.write(name, spoilt)
    city.commit("Spoil", "2026-07-01T12:00:00Z")
    for command in ("build", "check"):
        result = city.run(command, "--lang", "en").must_exit(1)
        assert f"{name}:{line}:{column}: error: " in result.out, f"{command} does not name the place: {result}"
        assert "dl-by-de/2.0" in result.out, f"{command} does not say what to write: {result}"
    assert "nothing was published" in city.build("--lang", "en").err
    must_stay(before, "a spoilt value")


SPOILS = [
    lambda t: re.sub(r"(?m)^license:.*$", "license: cc-byy", t),
    lambda t: re.sub(r"(?m)^publisher:.*$", "publisher: nobody-knows", t),
    lambda t: re.sub(r"(?m)^release:.*\n", "", t),
    lambda t: re.sub(r"(?m)^title:.*$", "title: [", t, count=1),
    lambda t: t.replace("---\n", "---\nissued: 31.12.2020x\n", 1) if "issued:" not in t
    else re.sub(r"(?m)^issued:.*$", "issued: 31.12.2020x", t),
    lambda t: t.replace("---\n", "---\nlizens: x\n", 1),
    lambda t: re.sub(r"(?m)^themes:.*$", "themes: [NOPE]", t),
]


def spoil(city, names):
    for number, name in enumerate(names):
        text = city.read(name)
        for attempt in range(len(SPOILS)):
            broken = SPOILS[(number + attempt) % len(SPOILS)](text)
            if broken != text:
                break
        assert broken != text, f"{name} could not be spoilt"
        city.write(name, broken)


def test_fifty_broken(scratch):
    city, before = sample(scratch)
    names = city.datasets("public")[:50]
    assert len(names) == 50, f"the sample has only {len(names)} public datasets"
    spoil(city, names)
    city.commit("Spoil", "2026-07-01T12:00:00Z")
    for jobs in ("-j1", "-j4"):
        result = city.build(jobs, "--lang", "en").must_exit(1)
        unnamed = [n for n in names if not re.search(rf"(?m)^{re.escape(n)}:\d+(:\d+)?: error: ", result.out)]
        assert not unnamed, f"{len(unnamed)} broken datasets are not named: {unnamed[:5]}"
    others = {m.group(1) for m in re.finditer(r"(?m)^([^\s:]+):\d+(?::\d+)?: error: ", result.out)} - set(names)
    # A sound one may point at a broken one, but what is read alone is not blamed.
    assert len(others) <= 10, f"others are blamed: {sorted(others)[:12]}"
    must_stay(before, "50 broken datasets")


def test_error_in_translation(scratch):
    city, before = sample(scratch)
    name = "catalog/datasets/stadtgruen/baumkataster.en.md"
    city.write(name, city.read(name).replace("---\n", "---\nlicense: dl-zero-de/2.0\n", 1))
    city.commit("Spoil", "2026-07-01T12:00:00Z")
    result = city.build("--lang", "en").must_exit(1)
    assert f"{name}:2:1: error: " in result.out, f"{result}"
    must_stay(before, "an error in a translation")


def test_error_in_settings(scratch):
    city, before = small(scratch)
    city.replace("site/site.yaml", "base_url: https://", "base_url: http//")
    city.commit("Spoil", "2026-07-01T12:00:00Z")
    result = city.build("--lang", "en").must_exit(1)
    assert re.search(r"(?m)^site/site.yaml:\d+:\d+: error: ", result.out), f"{result}"
    must_stay(before, "an error in site.yaml")


def test_machine_errors(scratch):
    """One sentence, exit 2."""
    city, before = small(scratch)
    (scratch / "empty").mkdir()
    foreign = scratch / "foreign"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("mine")
    for arguments in (["--rev", "no-such-revision"], ["--repo", "/nonexistent-city"], ["--no-such-option"],
                      ["--rev", "HEAD", "--worktree"], ["--repo", scratch / "empty"], ["--out", foreign],
                      ["--base-url", "not an address"]):
        result = city.build("--lang", "en", *arguments)
        assert result.status == 2, f"{arguments}: expected exit 2: {result.status}"
        lines = result.err.strip().split("\n")
        assert len(lines) == 1 and lines[0].startswith("tabularium: "), f"{arguments}: {result}"
        assert result.out == "", f"{arguments}: {result}"
    assert (foreign / "thesis.txt").read_text() == "mine"
    must_stay(before, "wrong usage")


def test_lock(scratch):
    city, before = small(scratch)
    with open(before.folder.parent / ".public.lock", "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = city.build("--lang", "en").must_exit(75)
        assert result.err.startswith("tabularium: "), f"{result}"
        city.run("rollback").must_exit(75)
    must_stay(before, "while another build runs")
    city.build().must_exit(0)


def removable(city):
    """Public datasets that no other entry points at."""
    everything = {p: p.read_text(encoding="utf-8") for p in (city.folder / "catalog").rglob("*.md")}
    everything[city.path("catalog/catalog.yaml")] = city.read("catalog/catalog.yaml")
    found = []
    for name in city.datasets("public"):
        own = city.path(name).stem
        pattern = re.compile(rf"(?<![\w/-]){re.escape(own)}(?![\w-])")
        if not any(pattern.search(text.split("\n---", 1)[0]) for path, text in everything.items()
                   if path.stem.split(".")[0] != own):
            found.append(name)
    return found


def test_shrinking(scratch):
    """More than 5 % or 10 datasets fewer are refused, unless they are announced."""
    city, before = sample(scratch)
    gone = removable(city)[:12]
    assert len(gone) == 12
    for name in gone:
        city.replace(name, "release: public", "release: internal")
    city.commit("Hide", "2026-07-01T12:00:00Z")
    result = city.build("--lang", "en").must_exit(1)
    assert "--expect-removals 12" in result.err, f"it does not say what to do: {result}"
    must_stay(before, "a shrinking catalogue")
    city.build("--expect-removals", "11").must_exit(1)
    must_stay(before, "too few announced")
    city.build("--expect-removals", "12").must_exit(0)
    left = Tree(before.folder).names()
    for name in gone:
        assert not any(n.startswith(f"datasets/{city.path(name).stem}.") for n in left), f"{name} is still there"


def test_rollback(scratch):
    city, first = small(scratch)
    city.run("rollback", "--lang", "en").must_exit(2)
    first.must_equal(Tree(first.folder), "nothing to go back to", ALL)
    name = city.datasets("public")[0]
    city.write(name, city.read(name) + "\nEin Satz mehr.\n")
    city.commit("Change", "2026-07-01T12:00:00Z")
    second = city.built()
    assert first.differences(second)
    city.run("rollback").must_exit(0)
    first.must_equal(Tree(first.folder), "after rollback", ALL)
    city.run("rollback").must_exit(0)
    second.must_equal(Tree(first.folder), "after going forth again", ALL)
    city.build().must_exit(0)
    second.must_equal(Tree(first.folder), "a build after that", ALL)


def test_names_of_our_pages(scratch):
    """A city's page that the portal makes itself is a finding; one that it may replace is not."""
    city, before = small(scratch)
    may = {"imprint", "privacy", "accessibility", "easy-language", "about", "developers"}
    ours = {name[:-5] for name in before.names(".html") if "/" not in name} - may
    assert ours >= {"index", "search", "changes", "404"}, f"only {ours}"
    for name in ours | {"developers"}:
        city.write(f"site/pages/{name}.md", "---\ntitle: Seite\n---\nText\n")
    city.commit("Write pages", "2026-07-01T12:00:00Z")
    for command in ("check", "build"):
        result = city.run(command, "--lang", "en").must_exit(1)
        said = set(re.findall(r"(?m)^site/pages/([^/:]+)\.md:1:1: error: .*\[page-name-taken\]$", result.out))
        assert said == ours, f"{command} says {said}, not {ours}: {result}"
    must_stay(before, "pages of the same name")
