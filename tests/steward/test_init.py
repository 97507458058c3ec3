"""init: a new city's repository builds at once, nothing is overwritten, and its hooks keep a real git server clean."""
import fcntl
import json
import os
import pathlib
import re
import subprocess
import threading

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
    for wrong in (["--ags", "123"], ["--languages", "fr,de"], ["--languages", "de,FR"], ["--languages", "de,,en"], ["--languages", "de,de"], ["--email", "nobody"],
                  ["--base-url", "nowhere"], ["--name", "a\nb"]):
        run(PROGRAM, "init", "y", *wrong, cwd=scratch, status=2)
        assert not (scratch / "y").exists(), wrong


def test_a_third_language_begins_with_the_texts_of_the_first(scratch):
    said = run(PROGRAM, "init", "metz", "--name", "Metz", "--languages", "de,fr,en", cwd=scratch)
    folder = scratch / "metz"
    assert "Zu übersetzen: metz/site/labels/fr.yaml" in said and not (folder / "site/labels/en.yaml").exists(), said
    found = json.loads(run(PROGRAM, "check", "--worktree", "--format", "json", cwd=folder))["findings"]
    assert {f["id"] for f in found} == {"page-not-translated", "setting-not-translated", "missing-recommended"}, found
    assert "language: [DEU, ENG]" in (folder / "catalog/catalog.yaml").read_text()
    labels = folder / "site/labels/fr.yaml"
    assert "language_name: Français\n" in labels.read_text() and "language_name: Deutsch" not in labels.read_text()
    labels.write_text(labels.read_text().replace("home: Startseite", "home: Accueil"))
    run(PROGRAM, "build", "--worktree", cwd=folder)
    page = (folder / "site/public/fr/index.html").read_text()
    assert '<html lang="fr">' in page and "Accueil" in (folder / "site/public/fr/imprint.html").read_text()


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


def serve_git(scratch, folder, **settings):
    """A bare repository with the hook of `folder` under both of its names, as its origin."""
    run("git", "init", "-q", "--bare", "-b", "main", "server.git", cwd=scratch)
    server = scratch / "server.git"
    for hook in ("pre-receive", "post-receive"):
        (server / "hooks" / hook).write_bytes((folder / "hooks/receive").read_bytes())
        (server / "hooks" / hook).chmod(0o755)
    for name, value in {"tabularium.out": scratch / "www", **settings}.items():
        run("git", "config", name, value, cwd=server)
    run("git", "remote", "add", "origin", server, cwd=folder)
    return server


def push(folder, *arguments, status=0):
    # As on a server: no language, and a folder for what is temporary that has to be empty afterwards.
    temporary = folder.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    path = os.pathsep.join([str(pathlib.Path(PROGRAM).parent), os.environ["PATH"]])
    said = run("git", "push", *arguments, cwd=folder, status=status, PATH=path, LANG="C", LC_ALL="C", TMPDIR=str(temporary))
    assert list(temporary.iterdir()) == []
    return said


def test_a_git_server_refuses_a_bad_push_and_publishes_a_good_one(scratch):
    folder = begin(scratch)
    server = serve_git(scratch, folder)
    push(folder, "-q", "origin", "main")
    assert (scratch / "www/index.html").exists()
    accepted = run("git", "rev-parse", "main", cwd=server)

    file = publish_example(folder)
    good = file.read_text()
    file.write_text(good.replace("dl-zero-de/2.0", "dl-zero-ed/2.0"))
    run("git", "commit", "-qam", "Bad", cwd=folder)
    said = push(folder, "origin", "main", status=1)
    assert re.search(r"^remote: catalog/datasets/example.md:9:10: Fehler: ", said, re.M) and "dl-zero-de/2.0" in said, said
    assert "Nicht angenommen" in said and run("git", "rev-parse", "main", cwd=server) == accepted
    assert not (scratch / "www/datasets/example.html").exists()
    said = push(folder, "origin", ":main", status=1)
    assert "lässt sich nicht löschen" in said, said
    # Another branch may hold half a thought.
    push(folder, "-q", "origin", "main:later")

    file.write_text(good)
    run("git", "commit", "-qam", "Good", cwd=folder)
    said = push(folder, "origin", "main")
    assert "veröffentlicht in " in said and (scratch / "www/datasets/example.html").exists(), said
    # What was public goes only with a word: the history is there before the push is taken.
    accepted = run("git", "rev-parse", "main", cwd=server)
    run("git", "rm", "-q", file, cwd=folder)
    run("git", "commit", "-qm", "Remove", cwd=folder)
    said = push(folder, "origin", "main", status=1)
    assert re.search(r"^remote: catalog/datasets/example.md.*Fehler: ", said, re.M), said
    assert run("git", "rev-parse", "main", cwd=server) == accepted and (scratch / "www/datasets/example.html").exists()
    # The rehearsal has left nothing beside the portal.
    assert sorted(p.name for p in scratch.iterdir() if p.name.startswith(".www")) == [".www.changefeed", ".www.history", ".www.lock", ".www.previous"]


def test_a_push_that_would_hide_many_datasets_is_refused_before_it_lands(scratch):
    folder = begin(scratch)
    server = serve_git(scratch, folder, **{"receive.advertisePushOptions": "true"})
    text = publish_example(folder).read_text()
    many = [folder / f"catalog/datasets/copy-{number}.md" for number in range(12)]
    for number, file in enumerate(many):
        file.write_text(text.replace("Trinkbrunnen", f"Trinkbrunnen {number}"))
    run("git", "add", ".", cwd=folder)
    run("git", "commit", "-qm", "Many", cwd=folder)
    push(folder, "-q", "origin", "main")
    accepted = run("git", "rev-parse", "main", cwd=server)
    before = (scratch / "www/manifest.json").read_bytes()

    for file in many:
        file.write_text(file.read_text().replace("release: public", "release: internal"))
    run("git", "commit", "-qam", "Hide them", cwd=folder)
    for option in ((), ("-o", "expect-removals=11"), ("-o", "expect-removals=12; rm -rf /"), ("-o", "something=else")):
        said = push(folder, *option, "origin", "main", status=1)
        assert "remote: tabularium: Es blieben nur 1 von 13 Datensätzen übrig" in said and "--expect-removals 12" in said, said
        assert run("git", "rev-parse", "main", cwd=server) == accepted and (scratch / "www/manifest.json").read_bytes() == before
    push(folder, "-q", "-o", "expect-removals=12", "origin", "main")
    assert not (scratch / "www/datasets/copy-1.html").exists() and (scratch / "www/datasets/example.html").exists()


def test_pushes_wait_for_each_other(scratch):
    folder = begin(scratch)
    serve_git(scratch, folder)
    push(folder, "-q", "origin", "main")
    lock = os.open(scratch / ".www.lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    publish_example(folder)
    run("git", "commit", "-qam", "Good", cwd=folder)
    release = threading.Timer(1, lambda: fcntl.flock(lock, fcntl.LOCK_UN))
    release.start()
    push(folder, "-q", "origin", "main")
    assert not release.is_alive() and (scratch / "www/datasets/example.html").exists()
    os.close(lock)
