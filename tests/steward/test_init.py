"""init: a new city's repository builds at once, nothing is overwritten, and its hooks keep a real git server clean."""
import json
import os
import pathlib
import re
import subprocess

import city
from test_terminal import Terminal

PROGRAM = str(city.PROGRAM)


def run(*arguments, cwd, status=0, **variables):
    environment = {**os.environ, "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "GIT_CONFIG_GLOBAL": "/dev/null",
                   "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org", "GIT_COMMITTER_NAME": "x",
                   "GIT_COMMITTER_EMAIL": "x@example.org", **variables}
    done = subprocess.run([*map(str, arguments)], cwd=cwd, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    said = done.stdout.decode()
    assert done.returncode == status, f"{arguments} gave {done.returncode}: {said}"
    return said


def begin(scratch, *options, name="stadt"):
    run(PROGRAM, "init", name, "--name", "Musterstadt", "--base-url", "https://daten.musterstadt.example",
        "--ags", "14713000", *options, cwd=scratch)
    folder = scratch / name
    run("git", "init", "-q", "-b", "main", cwd=folder)
    run("git", "add", ".", cwd=folder)
    run("git", "commit", "-qm", "Begin", cwd=folder)
    return folder


def publish_example(folder):
    file = folder / "catalog/datasets/example.md"
    file.write_text(file.read_text().replace("release: draft", "release: public"))
    return file


def test_a_new_repository_builds_at_once(scratch):
    for languages in ("de,en", "en,de", "de", "en"):
        folder = begin(scratch, "--languages", languages, name=languages.replace(",", "-"))
        findings = json.loads(run(PROGRAM, "check", "--format", "json", cwd=folder))["findings"]
        assert findings == [], findings
        run(PROGRAM, "build", cwd=folder)
        public = folder / "site/public"
        pages = sorted(p.relative_to(public).as_posix() for p in public.rglob("*.html"))
        for page in ("imprint", "privacy", "accessibility", "easy-language", "about"):
            assert sum(page in p for p in pages) >= len(languages.split(",")), (page, pages)
        assert run("git", "status", "--porcelain", cwd=folder) == ""


def test_no_placeholder_and_no_other_city_is_left(scratch):
    folder = begin(scratch)
    for file in (f for f in folder.rglob("*") if f.is_file() and ".git" not in f.relative_to(folder).parts):
        if file.parent.name == "schemas":
            json.loads(file.read_text())
            continue
        text = file.read_text()
        assert "leipzig" not in text.lower(), file
        assert not re.search(r"@(q:)?[A-Z_]+@|@(with|first):", text), (file, text)


def test_any_name_is_written_safely(scratch):
    name = "A \"b\": 'c' #d \\ @EMAIL@ <e>"
    run(PROGRAM, "init", "x", "--name", name, "--ags", "14713000", cwd=scratch)
    folder = scratch / "x"
    assert json.loads(run(PROGRAM, "check", "--worktree", "--format", "json", cwd=folder))["findings"] == []
    for wrong in (["--ags", "123"], ["--languages", "de,fr"], ["--languages", "de,de"], ["--email", "nobody"],
                  ["--base-url", "nowhere"], ["--name", "a\nb"]):
        run(PROGRAM, "init", "y", *wrong, cwd=scratch, status=2)
        assert not (scratch / "y").exists(), wrong


def test_nothing_is_overwritten(scratch):
    (scratch / "x/site").mkdir(parents=True)
    (scratch / "x/site/site.yaml").write_text("mine")
    (scratch / "x/.gitignore").symlink_to("elsewhere")
    said = run(PROGRAM, "init", "x", cwd=scratch)
    assert (scratch / "x/site/site.yaml").read_text() == "mine" and "x/site/site.yaml gibt es schon" in said, said
    assert (scratch / "x/.gitignore").is_symlink() and not (scratch / "x/elsewhere").exists()
    before = {p: p.read_bytes() for p in (scratch / "x").rglob("*") if p.is_file()}
    run(PROGRAM, "init", "x", "--name", "Anders", cwd=scratch)
    assert before == {p: p.read_bytes() for p in (scratch / "x").rglob("*") if p.is_file()}


def test_questions_on_a_terminal(scratch):
    screen = Terminal(scratch)
    try:
        os.write(screen.master, f"'{PROGRAM}' init stadt\n".encode())
        for question, answer in (("Name der Stadt [stadt]: ", "Musterstadt"), ("example.org/]: ", "https://d.example/"),
                                 ("leer) []: ", "14713000"), ("[de, en]: ", ""), ("[Stadt Musterstadt]: ", ""),
                                 ("[opendata@d.example]: ", "daten@d.example")):
            screen.read_until(question)
            os.write(screen.master, (answer + "\n").encode())
        assert "Dateien in stadt geschrieben" in screen.read_until("\n$ ")
    finally:
        screen.close()
    site = (scratch / "stadt/site/site.yaml").read_text()
    assert 'de: "Offene Daten Musterstadt"' in site and '"daten@d.example"' in site and "languages: [de, en]" in site


def test_a_commit_with_a_mistake_is_refused(scratch):
    folder = begin(scratch)
    run("git", "config", "core.hooksPath", "hooks", cwd=folder)
    path = os.pathsep.join([str(pathlib.Path(PROGRAM).parent), os.environ["PATH"]])
    file = publish_example(folder)
    file.write_text(file.read_text().replace("dl-zero-de/2.0", "dl-zero-ed/2.0"))
    run("git", "add", ".", cwd=folder)
    said = run("git", "commit", "-m", "Bad", cwd=folder, status=1, PATH=path)
    assert "catalog/datasets/example.md:9:10:" in said, said
    file.write_text(file.read_text().replace("dl-zero-ed/2.0", "dl-zero-de/2.0"))
    run("git", "add", ".", cwd=folder)
    run("git", "commit", "-m", "Good", cwd=folder, PATH=path)


def test_a_git_server_refuses_a_bad_push_and_publishes_a_good_one(scratch):
    folder = begin(scratch)
    run("git", "init", "-q", "--bare", "-b", "main", "server.git", cwd=scratch)
    server = scratch / "server.git"
    for hook in ("pre-receive", "post-receive"):
        (server / "hooks" / hook).write_bytes((folder / "hooks" / hook).read_bytes())
        (server / "hooks" / hook).chmod(0o755)
    run("git", "config", "tabularium.out", scratch / "www", cwd=server)
    path = os.pathsep.join([str(pathlib.Path(PROGRAM).parent), os.environ["PATH"]])
    run("git", "remote", "add", "origin", server, cwd=folder)
    run("git", "push", "-q", "origin", "main", cwd=folder, PATH=path)
    assert (scratch / "www/index.html").exists()
    accepted = run("git", "rev-parse", "main", cwd=server)

    file = publish_example(folder)
    good = file.read_text()
    file.write_text(good.replace("dl-zero-de/2.0", "dl-zero-ed/2.0"))
    run("git", "commit", "-qam", "Bad", cwd=folder)
    said = run("git", "push", "origin", "main", cwd=folder, status=1, PATH=path)
    assert "catalog/datasets/example.md:9:10: Fehler:" in said and "dl-zero-de/2.0" in said, said
    assert "Nicht angenommen" in said and run("git", "rev-parse", "main", cwd=server) == accepted
    assert not (scratch / "www/datasets/example.html").exists()
    said = run("git", "push", "origin", ":main", cwd=folder, status=1, PATH=path)
    assert "lässt sich nicht löschen" in said, said
    # Another branch may hold half a thought.
    run("git", "push", "-q", "origin", "main:later", cwd=folder, PATH=path)

    file.write_text(good)
    run("git", "commit", "-qam", "Good", cwd=folder)
    run("git", "push", "-q", "origin", "main", cwd=folder, PATH=path)
    assert any("example" in p.as_posix() for p in (scratch / "www/datasets").rglob("*"))
