"""Every link of every page leads somewhere, and no page asks another host for anything."""
import html.parser
import pathlib
import re
import urllib.parse

from city import BASE, City

LOADS = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("audio", "src"), ("video", "src"),
         ("embed", "src"), ("object", "data"), ("use", "href"), ("image", "href"), ("img", "srcset"),
         ("source", "srcset"), ("video", "poster"), ("form", "action"), ("button", "formaction")}
LINKS = {("a", "href"), ("area", "href")} | LOADS
# <link rel=…> that makes the browser fetch something.
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect", "dns-prefetch",
           "apple-touch-icon", "mask-icon", "search"}


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.faults = set(), [], [], []
        self.is_moved = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if values.get("id") is not None:
            if values["id"] in self.ids:
                self.faults.append(f"the id “{values['id']}” twice")
            self.ids.add(values["id"])
        if tag == "meta" and values.get("http-equiv") == "refresh":
            self.is_moved = True
            self.links.append(values["content"].split("url=", 1)[1])
        if tag == "base":
            self.faults.append("<base>")
        if "style" in values:
            self.faults.append(f"a style attribute, which the CSP forbids: <{tag}>")
        self.faults += [f"an {name} attribute, which the CSP forbids" for name in values if name.startswith("on")]
        if tag == "link":
            rel = set((values.get("rel") or "").split())
            (self.loads if rel & FETCHED else self.links).append(values.get("href") or "")
        for name, value in attributes:
            value = value or ""
            name = name.removeprefix("xlink:")
            if name == "srcset":
                self.loads += [part.split()[0] for part in value.split(",") if part.strip()]
            elif (tag, name) in LOADS:
                self.loads.append(value)
            elif (tag, name) in LINKS:
                self.links.append(value)

    handle_startendtag = handle_starttag


def check_links(tree, base_url):
    pages = {name: Page(tree.text(name)) for name in tree.names(".html")}
    files = set(tree.names())
    base_path = urllib.parse.urlsplit(base_url).path
    faults, reached = [], {"index.html", "404.html"}
    for name, page in pages.items():
        faults += [f"{name}: {fault}" for fault in page.faults]
        for link in page.links + page.loads:
            # 404.html is served at any depth: its links begin with the path of base_url.
            if name.endswith("404.html") and link.startswith(base_path):
                link = "../" * name.count("/") + (link[len(base_path):] or "index.html")
            parts = urllib.parse.urlsplit(link)
            if parts.scheme in ("http", "https"):
                if link in page.loads:
                    faults.append(f"{name}: loads {link}")
                elif link.startswith(base_url):
                    target = urllib.parse.unquote(link[len(base_url):].split("#")[0].split("?")[0])
                    if target not in files and target + ".html" not in files and target.rstrip("/") + "/index.html" not in files \
                            and target != "":
                        faults.append(f"{name}: {link} leads nowhere")
                continue
            if parts.scheme in ("mailto", "tel"):
                continue
            if parts.scheme or parts.netloc:
                faults.append(f"{name}: {link} has an unexpected scheme or host")
                continue
            if parts.path.startswith("/"):
                faults.append(f"{name}: {link} is absolute and breaks under a prefix")
                continue
            target = name
            if parts.path:
                folder = pathlib.PurePosixPath(name).parent
                target = str(pathlib.PurePosixPath(*normal((folder / urllib.parse.unquote(parts.path)).parts)))
                if parts.path.endswith("/") or target in ("", "."):
                    target = "index.html" if target in ("", ".") else target + "/index.html"
            if target not in files:
                faults.append(f"{name}: {link} leads nowhere")
                continue
            reached.add(target)
            if parts.fragment and target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].ids:
                faults.append(f"{name}: {link}: there is no id “{parts.fragment}”")
    # Pages at former addresses are for whoever kept one.
    lost = sorted(name for name in set(pages) - reached if not pages[name].is_moved)
    faults += [f"{name}: no page leads to it" for name in lost]
    assert not faults, f"{len(faults)} faults\n  " + "\n  ".join(sorted(faults)[:25])
    return pages


def normal(parts):
    out = []
    for part in parts:
        if part == "..":
            if not out:
                return ["(above the portal)"]
            out.pop()
        elif part != ".":
            out.append(part)
    return out


def test_links_of_the_sample(scratch):
    city = City(scratch / "city")
    city.commit()
    base_url = re.search(r"(?m)^base_url:\s*(\S+)", city.read("site/site.yaml")).group(1)
    pages = check_links(city.built(), base_url)
    assert len(pages) > 200, f"only {len(pages)} pages"


def test_links_of_another_city(scratch):
    city = City(scratch / "city", files=BASE)
    city.commit()
    check_links(city.built(), "https://opendata.example.org/")


def test_style_sheets(scratch):
    """url() in style sheets leads to files of the portal."""
    city = City(scratch / "city", files=BASE)
    city.commit()
    tree = city.built()
    files = set(tree.names())
    for name in tree.names(".css"):
        text = re.sub(r"/\*.*?\*/", "", tree.text(name), flags=re.S)
        for link in re.findall(r"url\(\s*[\"']?([^\"')]+)", text) + re.findall(r"@import\s+[\"']([^\"']+)", text):
            if link.startswith("data:"):
                continue
            target = "/".join(normal((pathlib.PurePosixPath(name).parent / link.split("#")[0].split("?")[0]).parts))
            assert target in files, f"{name}: {link} leads nowhere"


def test_sitemap(scratch):
    """The sitemap names pages that exist."""
    city = City(scratch / "city", files=BASE)
    city.commit()
    tree = city.built()
    if not (tree.folder / "sitemap.xml").exists():
        from city import Skipped
        raise Skipped("there is no sitemap.xml yet")
    found = re.findall(r"<loc>([^<]+)</loc>", tree.text("sitemap.xml"))
    assert found
    for link in found:
        assert link.startswith("https://opendata.example.org/"), link
        name = link[len("https://opendata.example.org/"):]
        assert (tree.folder / name).is_file() or (tree.folder / (name + ".html")).is_file() \
            or (tree.folder / name / "index.html").is_file() or name == "", f"{link} leads nowhere"
