"""new: a form to fill, on a terminal and elsewhere, with what a file or a service shows of itself."""
import functools
import http.server
import json
import os
import re
import subprocess
import threading

from test_init import PROGRAM, begin, run
from test_terminal import Terminal

WMS = """<?xml version="1.0"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"><Service><Name>WMS</Name><Title>Stadtplan: "neu"</Title>
<Abstract>Karten der Stadt.</Abstract></Service><Capability><Layer><Title>Alle</Title>
<Layer><Name>plan</Name><Title>Plan | farbig</Title></Layer><Layer><Name>grau</Name><Title>Grau</Title></Layer></Layer></Capability></WMS_Capabilities>
"""
WFS = """<?xml version="1.0"?>
<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:ows="http://www.opengis.net/ows/1.1">
<ows:ServiceIdentification><ows:Title>Bäume</ows:Title><ows:Abstract>Alle Bäume.</ows:Abstract></ows:ServiceIdentification>
<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>app:baum</wfs:Name><wfs:Title>Baum</wfs:Title></wfs:FeatureType></wfs:FeatureTypeList>
</wfs:WFS_Capabilities>
"""


def findings(folder, *paths):
    done = subprocess.run([PROGRAM, "check", "--worktree", "--format", "json", *paths], cwd=folder,
                          stdout=subprocess.PIPE)
    return {(f["severity"], f["id"]) for f in json.loads(done.stdout)["findings"]}


class Server:
    """Answers with the files of a folder, on a port of its own."""

    def __init__(self, folder):
        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *arguments):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self.address

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def test_a_clerk_writes_a_dataset(scratch):
    folder = begin(scratch)
    data = folder / "catalog/data/brunnen"
    data.mkdir(parents=True)
    (data / "brunnen.csv").write_text("Nummer;Ort;Seit\n1;Markt;1990\n2;Park;2001\n")
    screen = Terminal(folder)
    file = folder / "catalog/datasets/city/brunnen.md"
    try:
        os.write(screen.master, f"'{PROGRAM}' new dataset brunnen --from catalog/data/brunnen/brunnen.csv\n".encode())
        for question, answer in (("Titel [brunnen]: ", "Trinkbrunnen"), ("Herausgeber (city) [city]: ", ""),
                                 ("[dl-zero-de/2.0]: ", "dl-by-ed/2.0")):
            screen.read_until(question)
            os.write(screen.master, (answer + "\n").encode())
        said = screen.read_until("\n$ ")
        assert "vielleicht dl-by-de/2.0" in said and not file.exists(), said
        os.write(screen.master, f"'{PROGRAM}' new dataset brunnen --from catalog/data/brunnen/brunnen.csv\n".encode())
        for question, answer in (("Titel [brunnen]: ", "Trinkbrunnen"), ("Herausgeber (city) [city]: ", ""),
                                 ("[dl-zero-de/2.0]: ", "")):
            screen.read_until(question)
            os.write(screen.master, (answer + "\n").encode())
        assert "catalog/datasets/city/brunnen.md geschrieben" in screen.read_until("\n$ ")
        text = file.read_text()
        for line in ("title: Trinkbrunnen\n", "release: draft\n", "publisher: city\n", "license: dl-zero-de/2.0\n",
                     "file: data/brunnen/brunnen.csv\n", "format: CSV\n", "| Nummer | ganze Zahl | … |", "#themes: [ENVI]\n"):
            assert line in text, (line, text)
        said = screen.type(f"'{PROGRAM}' check catalog/datasets/city/brunnen.md")
        assert "keine Beanstandungen" in said, said
        # Public, it must say more; the check names it, and what the form offers is enough.
        screen.type("sed -i 's/release: draft/release: public/' catalog/datasets/city/brunnen.md")
        said = screen.type(f"'{PROGRAM}' check catalog/datasets/city/brunnen.md")
        assert "date-missing" in said, said
        screen.type("sed -i 's/^#\\(contact\\|themes\\|keywords\\|modified\\|temporal\\|availability\\)/\\1/' catalog/datasets/city/brunnen.md")
        said = screen.type(f"'{PROGRAM}' check catalog/datasets/city/brunnen.md")
        assert " Fehler" not in said and "Fehler:" not in said, said
        run("git", "add", "-A", cwd=folder)
        said = screen.type(f"'{PROGRAM}' check --staged >/dev/null; echo $?")
        assert "\n0\r\n" in said, said
    finally:
        screen.close()


def test_services_show_what_they_hold(scratch):
    folder = begin(scratch)
    (scratch / "www").mkdir()
    (scratch / "www/wms").write_text(WMS)
    (scratch / "www/wfs").write_text(WFS)
    (scratch / "www/liste.csv").write_text("a,b\n1,2\n")
    with Server(scratch / "www") as address:
        run(PROGRAM, "new", "dataset", "plan", "--from", f"{address}/wms?request=GetCapabilities", cwd=folder)
        run(PROGRAM, "new", "service", "baum", "--from", f"{address}/wfs?request=GetCapabilities", cwd=folder)
        run(PROGRAM, "new", "dataset", "liste", "--from", f"{address}/liste.csv", cwd=folder)
        said = run(PROGRAM, "new", "dataset", "weg", "--from", f"{address}/nothing", cwd=folder, status=2)
        assert "404" in said and not list(folder.rglob("weg.md")), said
    plan = (folder / "catalog/datasets/city/plan.md").read_text()
    assert "WMS_SRVC" in plan and "| plan | Plan \\| farbig |" in plan and "Karten der Stadt." in plan, plan
    assert f'access_url: {address}/wms?request=GetCapabilities' in plan.replace('"', ""), plan
    service = (folder / "catalog/services/baum.md").read_text()
    assert f"endpoint_url: {address}/wfs\n" in service and "title: Bäume\n" in service and "| app:baum | Baum |" in service, service
    liste = (folder / "catalog/datasets/city/liste.md").read_text()
    assert f"download_url: {address}/liste.csv\n" in liste and "byte_size: 8\n" in liste, liste
    assert not {f for f in findings(folder, "catalog/datasets/city/plan.md", "catalog/datasets/city/liste.md")
                if f[1] in ("unknown-key", "yaml-syntax", "unknown-concept", "markdown-raw-html")}


def test_a_file_from_elsewhere_is_shown_where_it_could_lie(scratch):
    folder = begin(scratch)
    (scratch / "liste.csv").write_text("a,b\n1,2\n")
    (scratch / "wms.xml").write_text(WMS)
    form = folder / "catalog/datasets/city/liste.md"
    run(PROGRAM, "new", "dataset", "liste", "--from", scratch / "liste.csv", cwd=folder)
    text = form.read_text()
    assert "#    file: data/liste/liste.csv\n#    format: CSV\n" in text and "noch nicht im Katalog" in text, text
    assert not findings(folder, form)
    # Once it is there and the # are gone, it is hosted.
    (folder / "catalog/data/liste").mkdir(parents=True)
    (scratch / "liste.csv").rename(folder / "catalog/data/liste/liste.csv")
    form.write_text(re.sub(r"^#(distributions:|  - title: Datei|    file: |    format: )", r"\1", text, flags=re.M))
    assert not findings(folder, form)
    # However the hosted file is named.
    for path, cwd in ((folder / "catalog/data/liste/liste.csv", scratch), ("data/liste/liste.csv", folder / "catalog"),
                      ("./catalog/data/../data/liste/liste.csv", folder)):
        form.unlink()
        run(PROGRAM, "new", "dataset", "liste", "--repo", folder, "--from", path, cwd=cwd)
        assert "\n    file: data/liste/liste.csv\n" in form.read_text()
    run(PROGRAM, "new", "dataset", "plan", "--from", scratch / "wms.xml", cwd=folder)
    plan = (folder / "catalog/datasets/city/plan.md").read_text()
    assert "#    format: WMS_SRVC\n" in plan and "data/plan" not in plan, plan


def test_what_the_catalogue_gives_by_default_is_not_asked_again(scratch):
    """Least of all with the example of another city."""
    folder = begin(scratch)
    run(PROGRAM, "new", "dataset", "x", cwd=folder)
    text = (folder / "catalog/datasets/city/x.md").read_text()
    assert "kommt schon: spatial, geocoding_level, availability.\n" in text and "14713000" not in text, text
    catalog = folder / "catalog/catalog.yaml"
    catalog.write_text(re.sub(r"^defaults:.*", "defaults: { Lizenz: cc-by/4.0 }\n", catalog.read_text(), flags=re.M | re.S))
    run(PROGRAM, "new", "dataset", "y", "--lang", "en", "--license", "dl-zero-de/2.0", cwd=folder)
    text = (folder / "catalog/datasets/city/y.md").read_text()
    assert "#spatial: " in text and "\nlicense: dl-zero-de/2.0\n" in text and "give already" not in text, text


def test_each_kind_can_be_read(scratch):
    folder = begin(scratch)
    for language in ("de", "en"):
        for kind in ("dataset", "agent", "series", "service"):
            run(PROGRAM, "new", kind, f"x-{kind}-{language}", "--lang", language,
                *(["--publisher", "city"] if kind != "agent" else []), cwd=folder)
    errors = {f for f in findings(folder) if f[0] == "error"}
    assert errors <= {("error", "missing-mandatory")}, errors  # a service without its address
    # With every comment taken away, the examples are read without an error of syntax or keys.
    for file in folder.rglob("x-dataset-*.md"):
        text = file.read_text()
        file.write_text("".join(line[1:] if line.startswith("#") and (line[1] != " " or line[2] == " ") else line
                                for line in text.splitlines(keepends=True)))
    found = {f[1] for f in findings(folder, *(str(f.relative_to(folder)) for f in folder.rglob("x-dataset-*.md")))}
    assert not found & {"unknown-key", "yaml-syntax", "wrong-kind", "unknown-concept", "unknown-reference"}, found


def test_what_is_there_stays_and_wrong_words_are_refused(scratch):
    folder = begin(scratch)
    file = folder / "catalog/agents/city.md"
    before = file.read_bytes()
    said = run(PROGRAM, "new", "agent", "city", cwd=folder, status=1)
    assert "gibt es schon" in said and file.read_bytes() == before, said
    for wrong in (["dataset"], ["thing", "x"], ["dataset", "../x"], ["dataset", "Ä"], ["dataset", "x", "--publisher", "nobody"],
                  ["dataset", "x", "--license", "mine"], ["dataset", "x", "--from", "nothing.csv"]):
        run(PROGRAM, "new", *wrong, cwd=folder, status=2)
    assert run("git", "status", "--porcelain", cwd=folder) == ""
