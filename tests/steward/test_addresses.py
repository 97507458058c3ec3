"""links: whether the addresses of the catalogue still answer, asked of a server on the loopback."""
import http.server
import json
import socket
import ssl
import subprocess
import threading
import time

from steward import base

NAMES = "catalog/datasets/vornamen-2024.md"


class Answers(http.server.BaseHTTPRequestHandler):
    """What it answers stands in the path."""
    asked, lock, at_once, most_at_once = [], threading.Lock(), 0, 0

    def answer(self):
        with Answers.lock:
            Answers.asked.append((self.command, self.path))
            Answers.at_once += 1
            Answers.most_at_once = max(Answers.most_at_once, Answers.at_once)
        time.sleep(0.01)
        name = self.path.split("?")[0].strip("/").split("/")[0]
        status, headers = 200, {"Content-Type": "text/csv; charset=utf-8"}
        if name.isdigit():
            status = int(name)
        elif name in ("moved", "moved-twice", "for-now", "moved-then-for-now", "circle", "to-dead", "to-private"):
            status = {"for-now": 302, "moved-then-for-now": 308}.get(name, 301)
            headers["Location"] = {"moved": "/good", "moved-twice": "/moved", "for-now": "/good", "moved-then-for-now": "/for-now",
                                   "circle": "/circle", "to-dead": "/404", "to-private": "http://10.0.0.1/x"}[name]
        elif name in ("no-head", "head-is-wrong") and self.command == "HEAD":
            status = 405 if name == "no-head" else 404
        elif name == "page":
            headers["Content-Type"] = "text/HTML"
        elif name == "slow":
            with Answers.lock:
                Answers.at_once -= 1  # whoever asked does not wait for it
            time.sleep(3)
            with Answers.lock:
                Answers.at_once += 1
        elif name == "endless":
            headers["Content-Length"] = str(1 << 40)
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        try:
            if self.command == "GET":
                for _ in range(1 if name != "endless" else 1 << 20):
                    self.wfile.write(b"x" * 65536)
        except OSError:
            pass
        finally:
            with Answers.lock:
                Answers.at_once -= 1

    do_GET = do_HEAD = answer

    def log_message(self, *arguments):
        pass


def serve(tls=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"


def town_with(scratch, *urls, text=""):
    """A dataset with a file at each address, under a licence that has none."""
    town = base(scratch)
    entry = town.read(NAMES)
    head = entry[:entry.index("distributions:")].replace("series: vornamen\n", "").replace("dl-zero-de/2.0", "other-closed")
    files = "".join(f"  - {{ title: T{i}, download: \"{url}\", format: CSV }}\n" for i, url in enumerate(urls))
    town.write(NAMES, f"{head}distributions:\n{files}---\nText. {text}\n")
    town.commit()
    Answers.asked.clear()
    return town


def ask(town, *arguments, status=None):
    """What is found of each address, by its path: {"moved": {"link-moved"}}, and what else the run said."""
    result = town.run("links", "--format", "json", "--lang", "en", "--allow-private", "vornamen-2024", *arguments)
    assert status is None or result.status == status, f"{result}"
    found = {}
    for f in json.loads(result.out)["findings"]:
        url = f["message"].split("“")[1].split("”")[0]
        found.setdefault(url.split("/", 3)[3] if url.count("/") > 2 else url, set()).add(f["id"])
    return found, result


def test_every_answer(scratch):
    server = serve()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/nobody"
    names = ("good", "404", "410", "400", "500", "403", "429", "moved", "moved-twice", "for-now", "moved-then-for-now", "circle",
             "to-dead", "no-head", "head-is-wrong", "page", "slow", "endless", "good?a=1&b=2")
    town = town_with(scratch, *[f"{server}/{name}" for name in names], nobody, f"{server}/good#part")
    found, result = ask(town, "--timeout", "1", status=1)
    assert found == {
        "404": {"link-dead"}, "410": {"link-dead"}, "400": {"link-dead"}, "500": {"link-silent"}, "403": {"link-refused"},
        "429": {"link-refused"}, "moved": {"link-moved"}, "moved-twice": {"link-moved"}, "moved-then-for-now": {"link-moved"},
        "circle": {"link-circle"}, "to-dead": {"link-dead"}, "page": {"link-other-type"}, "slow": {"link-silent"},
        "nobody": {"link-silent"}}, found
    # Where it moved is where the steps for good end; where they stand is said as check says it.
    hints = {f["message"].split("“")[1].split("”")[0]: f.get("hint", "") for f in json.loads(result.out)["findings"]}
    assert hints[f"{server}/moved-twice"] == f"Write: {server}/good" and hints[f"{server}/moved-then-for-now"] == f"Write: {server}/for-now"
    # One at a time, HEAD first, each once, and never a whole file.
    assert Answers.most_at_once <= 2, Answers.most_at_once  # 2: the slow one comes to its end
    assert [a for a in Answers.asked if a[1] == "/good"].count(("HEAD", "/good")) >= 1
    assert ("GET", "/good") not in Answers.asked and ("GET", "/endless") not in Answers.asked and ("GET", "/no-head") in Answers.asked
    assert ("HEAD", "/good?a=1&b=2") in Answers.asked and not [p for _, p in Answers.asked if "#" in p]


def test_forms(scratch):
    server = serve()
    town = town_with(scratch, f"{server}/404", f"{server}/good", text=f"Siehe [hier]({server}/410?a=1&b=2).")
    said = town.run("links", "--lang", "de", "--allow-private", "vornamen-2024").must_exit(1)
    lines = [line for line in said.out.split("\n") if "link-dead" in line]
    line_of = lambda word: next(i for i, line in enumerate(town.read(NAMES).split("\n"), 1) if word in line)
    assert any(line.startswith(f"{NAMES}:{line_of('/404')}:") and "Fehler: Unter „" in line and "antwortet 404" in line for line in lines), said
    assert any(line.startswith(f"{NAMES}:{line_of('/410')}:") and "?a=1&b=2“" in line for line in lines), said
    assert "3 Adressen auf 1 Servern, davon 0 aus dem Zwischenspeicher" in said.out, said
    for form, word in (("sarif", '"ruleId"'), ("github", "::error file="), ("gitlab", '"check_name"'), ("junit", "<testsuite")):
        out = town.run("links", "--format", form, "--allow-private", "vornamen-2024").must_exit(1).out
        assert word in out and "404" in out, f"{form}: {out[:300]}"
    # A city says how serious it is.
    town.write("site/site.yaml", town.read("site/site.yaml") + "severities: { link-dead: warning }\n")
    town.run("links", "--worktree", "--allow-private", "vornamen-2024").must_exit(0)
    assert "pdf" not in town.run("links", "--format", "pdf").must_exit(2).out


def test_private_networks_are_left_alone(scratch):
    """By number, by name, by a name that turns out to be one, and behind a redirect."""
    server = serve()
    port = server.rsplit(":", 1)[1]
    names = [f"{server}/good", f"http://localhost:{port}/good", f"http://[::1]:{port}/good", f"http://0x7f000001:{port}/good",
             f"http://2130706433:{port}/good", f"http://intranet/good", "http://169.254.169.254/latest", f"http://[::ffff:127.0.0.1]:{port}/good",
             f"http://{socket.gethostname()}.localdomain:{port}/good"]
    town = town_with(scratch, *names)
    result = town.run("links", "--format", "json", "--timeout", "2", "vornamen-2024")
    assert Answers.asked == [], Answers.asked
    ids = {f["id"] for f in json.loads(result.out)["findings"]}
    assert ids <= {"link-not-asked", "link-no-server", "link-silent"} and "link-not-asked" in ids, ids


def test_certificates(scratch):
    key = scratch / "key.pem"
    made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", key.with_name("cert.pem"), "-days", "1",
                           "-subj", "/CN=localhost"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert made.returncode == 0, made.stdout
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(key.with_name("cert.pem"), key)
    server = serve(tls)
    found, _ = ask(town_with(scratch, f"{server}/good"), status=1)
    assert found == {"good": {"link-not-secure"}}, found
    assert not Answers.asked


def test_cache(scratch):
    server = serve()
    town = town_with(scratch, f"{server}/good", f"{server}/moved", f"{server}/500")
    cache = scratch / "cache"
    ask(town, "--cache", cache, status=0)
    assert [line.split(" ", 1)[1] for line in cache.read_text().splitlines()] == [f"{server}/good"]
    Answers.asked.clear()
    found, _ = ask(town, "--cache", cache, status=0)
    assert "/good" not in [p for m, p in Answers.asked if m == "HEAD" and p == "/good"][1:] and set(found) == {"moved", "500"}
    # Of the day before yesterday, or of the future: asked again.
    for then in (int(time.time()) - 90000, int(time.time()) + 9000):
        cache.write_text(f"{then} {server}/good\n")
        Answers.asked.clear()
        ask(town, "--cache", cache)
        assert ("HEAD", "/good") in Answers.asked and int(cache.read_text().split()[0]) not in (then,)
    cache.write_text("nonsense\n\n999999999999999999999999 x\n")
    ask(town, "--cache", cache, status=0)


def test_only_what_is_public(scratch):
    """Of a draft nobody is told by a request, unless it is named."""
    server = serve()
    town = town_with(scratch, f"{server}/good")
    town.replace(NAMES, "release: public", "release: draft")
    town.commit()
    # What else the city links: through a proxy that nobody is, so that nothing leaves this machine.
    nobody = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy")}
    said = town.run("links", "--allow-private", environment={**nobody, "no_proxy": "127.0.0.1"}).must_exit(0).out
    assert "[link-silent]" in said and "127.0.0.1" not in said.replace("127.0.0.1 port 9", ""), said
    assert Answers.asked == [], Answers.asked
    ask(town, status=0)
    assert Answers.asked, "named, it is asked"
    assert "there is no entry" in town.run("links", "nothing").must_exit(2).err
