"""serve: a preview that follows the files, shows what is wrong, stays on this machine and leaves nothing behind."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import time

import city
from steward import PLAYGROUNDS, TREES, base, node

SECONDS = 60
PAGE = "/datasets/baumkataster.html"


class Preview:
    """A running `tabularium serve`, and a client of it."""

    def __init__(self, town, *arguments, language="de"):
        self.temporary = town.folder.parent / "temporary"
        self.temporary.mkdir(exist_ok=True)
        environment = {"PATH": os.environ["PATH"], "TMPDIR": str(self.temporary), "LC_ALL": "C",
                       **{k: os.environ[k] for k in ("TABULARIUM_SHARE", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if k in os.environ}}
        self.process = subprocess.Popen([city.PROGRAM, "serve", "--repo", town.folder, "--lang", language, *arguments], env=environment,
                                        cwd=town.folder.parent, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        start_new_session=True)
        self.said = ""
        self.port = int(self.wait_for_words(r"http://127\.0\.0\.1:(\d+)/").group(1))
        self.events = None

    def wait_for_words(self, pattern):
        until = time.monotonic() + SECONDS
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < until, f"waited in vain for {pattern}: {self.said}"
            assert self.process.poll() is None, f"it ended: {self.said}"
            if select.select([self.process.stdout], [], [], 1)[0]:
                self.said += os.read(self.process.stdout.fileno(), 65536).decode()
        return found

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.bytes = answer.read()
        answer.text = answer.bytes.decode("utf-8", "replace")
        connection.close()
        return answer

    def listen(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", "/.preview/events")
        self.events = connection.getresponse()
        assert self.events.getheader("Content-Type") == "text/event-stream"
        return self.next_event()

    def next_event(self):
        while True:
            line = self.events.readline()
            assert line, "the events ended"
            if line.startswith(b"data: "):
                return json.loads(line[6:])

    def wait_until(self, condition):
        """The event that meets the condition, the present one perhaps."""
        now = self.listen()
        while not condition(now):
            now = self.next_event()
        return now

    def ready(self):
        self.wait_until(lambda now: now["build"] > 0)
        return self

    def end(self, how=signal.SIGINT):
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=SECONDS)
        self.said += said.decode()
        return self.process.returncode


@contextlib.contextmanager
def preview(town, *arguments, **how):
    p = Preview(town, *arguments, **how)
    try:
        yield p
    finally:
        if p.process.poll() is None:
            p.process.kill()
            p.process.communicate()


def test_a_page_follows_its_file(scratch):
    town = base(scratch)
    with preview(town) as p:
        before = p.wait_until(lambda now: now["build"] > 0)
        assert p.get(PAGE).status == 200 and not (town.folder / "site/public").exists()
        folder, = p.temporary.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        text = town.read(TREES)
        # In place; beside it and renamed, as many editors save; through git, which removes and makes anew.
        for number, save in enumerate((lambda path, new: path.write_text(new),
                                       lambda path, new: (path.with_name("4913.md.new").write_text(new),
                                                          path.with_name("4913.md.new").rename(path)),
                                       lambda path, new: (path.unlink(), path.write_text(new)))):
            save(town.path(TREES), text + f"\nAbsatz {number}.\n")
            now = p.next_event()
            while f"Absatz {number}." not in p.get(PAGE).text:
                now = p.next_event()
            assert now["site"] != before["site"] and not now["findings"], now
            before = now
        # A folder that is new, and a file in it; a file that goes.
        town.write("catalog/datasets/neu/hunde.md", text.replace("strassenbaeume", "hundesteuer"))
        while p.get("/datasets/hunde.html").status != 200:
            p.next_event()
        town.path("catalog/datasets/neu/hunde.md").unlink()
        while p.get("/datasets/hunde.html").status != 404:
            p.next_event()
        # What editors leave beside a file builds nothing.
        for name in (".baumkataster.md.swp", "baumkataster.md~"):
            town.write(f"catalog/datasets/umwelt/{name}", "x")
        town.write("README.md", "x")
        time.sleep(0.6)
        assert not select.select([p.events.fp], [], [], 0.2)[0], p.next_event()
        assert p.end() == 0 and list(p.temporary.iterdir()) == []


def test_findings_are_shown_and_the_last_good_site_stays(scratch):
    town = base(scratch)
    with preview(town) as p:
        p.ready()
        good = town.read(TREES)
        town.replace(TREES, "license: dl-by-de/2.0", "license: dl-by-ed/2.0")
        now = p.next_event()
        assert now["findings"] and "Baumkataster" in p.get(PAGE).text, now
        german, english = p.get("/.preview/findings", Accept_Language="fr, de;q=0.8"), p.get("/.preview/findings", Accept_Language="en")
        for answer, words in ((german, ("1 Fehler", "Gezeigt wird der letzte Stand ohne Fehler", "Hinweis")),
                              (english, ("1 error", "What you see is the last state without errors", "hint"))):
            for word in (*words, f"{TREES}:10:10", "dl-by-de/2.0", "unknown-concept", "\n           ^"):
                assert word in answer.text, (word, answer.text)
        p.wait_for_words(re.escape(f"{TREES}:10:10: Fehler:"))
        town.write(TREES, good)
        now = p.next_event()
        assert not now["findings"] and p.get("/.preview/findings").text == ""
        assert p.end(signal.SIGTERM) == 0 and list(p.temporary.iterdir()) == []


def test_a_catalogue_that_begins_with_a_mistake(scratch):
    town = base(scratch)
    good = town.read(TREES)
    town.replace(TREES, "title:", "<b>titel</b>:")
    with preview(town, "--lang", "en") as p:
        first = p.ready().get("/", Accept_Language="de")
        assert first.status == 503 and "Noch gibt es keine Vorschau" in first.text and TREES in first.text and "letzte Stand" not in first.text
        assert "&lt;b&gt;" in first.text and "<b>titel" not in first.text and "preview.js" in first.text
        town.write(TREES, good)
        p.wait_until(lambda now: not now["findings"])
        assert p.get("/").status == 200


def test_it_serves_as_a_configured_server_does(scratch):
    town = base(scratch)
    town.write("catalog/data/baumkataster/liste.csv", "Ort,Zahl\nMitte,3\n")
    town.replace(TREES, "distributions:", "former_ids: [baeume]\ndistributions:\n  - { title: Liste, file: data/baumkataster/liste.csv }")
    with preview(town) as p:
        p.ready()
        home = p.get("/")
        assert home.status == 200 and home.text.count("/.preview/preview.js") == 1 and home.text.index("preview.js") < home.text.index("</head>")
        assert "script-src 'self'" in home.getheader("Content-Security-Policy") and home.getheader("Cache-Control") == "no-store"
        assert p.get("/.preview/preview.js").getheader("Content-Type") == "text/javascript; charset=utf-8"
        for path, kind in (("/datasets/baumkataster.rdf", "application/rdf+xml"), ("/datasets/baumkataster.ttl", "text/turtle"),
                           ("/datasets/baumkataster.jsonld", "application/ld+json"), ("/catalog.nt", "application/n-triples"),
                           ("/data/baumkataster/liste.csv", "text/csv; charset=utf-8"),
                           ("/assets/portal.css", "text/css; charset=utf-8"), ("/sitemap.xml", "application/xml"),
                           ("/robots.txt", "text/plain; charset=utf-8")):
            answer = p.get(path)
            assert (answer.status, answer.getheader("Content-Type")) == (200, kind), (path, answer.status, answer.getheader("Content-Type"))
            assert b"preview.js" not in answer.bytes, path
        assert "sandbox" in p.get("/data/baumkataster/liste.csv").getheader("Content-Security-Policy")
        for accept, document in ((None, "html"), ("text/turtle", "ttl"), ("application/rdf+xml;q=0.9", "rdf"),
                                 ("application/ld+json", "jsonld"), ("text/html,application/rdf+xml;q=0.1", "html")):
            answer = p.get("/datasets/baumkataster", **({"Accept": accept} if accept else {}))
            assert (answer.status, answer.getheader("Location")) == (303, f"/datasets/baumkataster.{document}"), (accept, answer.getheader("Location"))
        assert (p.get("/datasets").status, p.get("/datasets").getheader("Location")) == (301, "/datasets/")
        assert p.get("/datasets/").status == 200
        for form in (".html", ".rdf", ".ttl"):
            former = p.get(f"/datasets/baeume{form}")
            assert (former.status, former.getheader("Location")) == (301, f"/datasets/baumkataster{form}"), (form, former.getheader("Location"))
        assert p.get("/manifest.json").status == 404
        missing = p.get("/datasets/nirgends")
        assert missing.status == 404 and "preview.js" in missing.text and "<h1" in missing.text
        whole = p.get("/catalog.ttl").bytes
        for wanted, status, part in (("bytes=10-19", 206, whole[10:20]), ("bytes=-5", 206, whole[-5:]), (f"bytes={len(whole) - 3}-", 206, whole[-3:]),
                                     ("bytes=5-2", 200, whole), (f"bytes={len(whole)}-", 200, whole), ("lines=1-2", 200, whole)):
            answer = p.get("/catalog.ttl", Range=wanted)
            assert (answer.status, answer.bytes) == (status, part), (wanted, answer.status, len(answer.bytes))
        head = p.get("/catalog.ttl", method="HEAD")
        assert head.bytes == b"" and head.getheader("Content-Length") == str(len(whole))


def test_it_is_for_this_machine_only(scratch):
    town = base(scratch)
    secret = town.folder.parent / "secret.html"
    secret.write_text("secret")
    with preview(town) as p:
        p.ready()
        folder, = p.temporary.iterdir()
        (folder / "site/link.html").symlink_to(secret)
        (folder / "site/.hidden.html").write_text("secret")
        for path in ("/../../secret.html", "/%2e%2e/%2e%2e/secret.html", "/..%2f..%2fsecret.html", f"/{secret}", "//etc/passwd", "/link.html",
                     "/.hidden.html", "/datasets/../../findings.de", "/../findings.de", "/" + "a" * 3000, "/x" * 800, "*", "http://evil.example/"):
            answer = p.get(path)
            assert answer.status in (400, 404, 414, 421) and "secret" not in answer.text, (path, answer.status)
        for host in ("evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1:80@evil.example", ""):
            assert p.get("/", Host=host).status in (400, 421), host
            assert p.get("/.preview/events", Host=host).status in (400, 421), host
        for host in ("localhost", f"LOCALHOST:{p.port}", "127.0.0.1:9", "[::1]:1"):
            assert p.get("/", Host=host).status == 200, host
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            assert p.get("/", method=method).status == 405, method
        listening = pathlib.Path("/proc/net/tcp").read_text() + pathlib.Path("/proc/net/tcp6").read_text()
        addresses = {line.split()[1].split(":")[0] for line in listening.split("\n") if f":{p.port:04X} " in " ".join(line.split()[1:2]) + " " and " 0A " in line}
        assert addresses == {"0100007F"}, addresses


def test_ports(scratch):
    town = base(scratch)
    with preview(town) as first, preview(town) as second:
        assert 8000 <= first.port < second.port < 8020
        third = subprocess.run([city.PROGRAM, "serve", "--repo", town.folder, "--port", str(first.port)], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, timeout=SECONDS)
        assert third.returncode == 2 and f"port {first.port}" in third.stdout.decode(), third.stdout
        first.ready(), second.ready()
        # In the middle of a build, too, it ends at once and leaves nothing.
        town.write(TREES, town.read(TREES) + "\nx\n")
        time.sleep(0.1)
        assert first.end() == 0 and second.end(signal.SIGHUP) == 0
        assert list(first.temporary.iterdir()) == []


def test_drafts_are_shown_only_when_asked_for(scratch):
    town = base(scratch)
    town.replace(PLAYGROUNDS, "release: public", "release: draft")
    with preview(town) as p:
        assert p.ready().get("/datasets/spielplaetze.html").status == 404
        assert p.end() == 0
    with preview(town, "--drafts") as p:
        assert p.ready().get("/datasets/spielplaetze.html").status == 200
        # What a draft still lacks before its release is said.
        town.replace(PLAYGROUNDS, "license: dl-zero-de/2.0\n", "")
        now = p.wait_until(lambda now: now["findings"])
        assert "license-missing" in p.get("/.preview/findings").text, (now, p.said, p.get("/.preview/findings").text)
    # Nothing that is published may ask for them.
    assert town.run("build", "--worktree", "--drafts").status == 2


def test_in_a_browser(scratch):
    town = base(scratch)
    with preview(town) as p:
        p.ready()
        node(pathlib.Path(__file__).with_name("serve.mjs"), f"http://127.0.0.1:{p.port}", PAGE, town.path(TREES), "dl-by-de/2.0")
        assert p.end() == 0 and list(p.temporary.iterdir()) == []
