"""make install, and then the program from there, on another city's catalogue."""
import re
import os
import pathlib
import shutil
import subprocess
from urllib.parse import quote

from city import BASE, City, PROGRAM, ROOT, Skipped


def test_installed_program(scratch):
    if "/san/" in PROGRAM:
        raise Skipped("the program with sanitizers is not installed")
    prefix = scratch / "prefix"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "TABULARIUM"))}
    made = subprocess.run(["make", "--no-print-directory", "-C", str(ROOT), "install", f"PREFIX={prefix}"],
                          env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert made.returncode == 0, f"make install: {made.stdout.decode()[-2000:]}"
    program = str(prefix / "bin" / "tabularium")
    for name in ("share/man/man1/tabularium.1", "share/tabularium/templates/dataset.html",
                 "share/tabularium/templates/labels/de.yaml", "share/tabularium/templates/preview/preview.js", "share/tabularium/assets"):
        assert (prefix / name).exists(), f"{name} was not installed"
    # Somewhere else altogether, so that nothing of the source tree is found by its relative path.
    elsewhere = scratch / "elsewhere"
    shutil.move(prefix, elsewhere)
    program = str(elsewhere / "bin" / "tabularium")
    city = City(scratch / "musterstadt", files=BASE)
    city.commit()
    tree = city.built(program=program, environment={"TABULARIUM_SHARE": ""})
    assert "Musterstadt" in tree.text("index.html")
    assert "Leipzig" not in tree.text("index.html"), "another city's page names Leipzig"
    assert (tree.folder / "datasets" / "baumkataster.html").exists()
    from_source = city.built(out=scratch / "second")
    tree.must_equal(from_source, "installed and from the source tree")


def test_other_city_names_nobody_else(scratch):
    """Words of the sample are in no page of another city."""
    city = City(scratch / "musterstadt", files=BASE)
    city.commit()
    tree = city.built()
    for name in tree.names(".html"):
        text = tree.text(name)
        assert "leipzig" not in text.lower().replace("/place/", ""), f"{name} names Leipzig"


def test_base_url(scratch):
    """--base-url changes the IRIs and no link: the portal works under any prefix."""
    city = City(scratch / "musterstadt", files=BASE)
    city.commit()
    one = city.built(out=scratch / "one")
    two = city.built("--base-url", "https://preview.example.net/branch/7/", out=scratch / "two")
    # Pages of the feed and parts of the index are called after what they say, addresses included.
    def named(tree):
        return {re.sub(r"^(feed|ldes|search/..)/[0-9a-f]{12,16}/", r"\1/…/", name) for name in tree.names()}
    assert named(one) == named(two), f"other files: {sorted(named(one) ^ named(two))[:6]}"
    for name in two.names(".rdf") + two.names(".ttl") + two.names(".nt") + two.names(".jsonld"):
        assert b"https://opendata.example.org/datasets/" not in two.bytes(name), f"{name} has an old IRI"
    new, old = "https://preview.example.net/branch/7/", "https://opendata.example.org/"
    def at_home(text):
        return text.replace(new, old).replace(quote(new, ""), quote(old, ""))
    # Links of 404.html begin with the path of base_url, because it is served at any depth.
    others = [n for n in two.names(".html") if n != "404.html" and at_home(two.text(n)) != one.text(n)]
    assert not others, f"more than the address differs in {others[:5]}"


def test_debian_package(scratch):
    """make deb: what is in the package, laid out elsewhere, begins a city and builds it; completion knows the commands."""
    if "/san/" in PROGRAM:
        raise Skipped("the program with sanitizers is not installed")
    if not shutil.which("dpkg-deb"):
        raise Skipped("there is no dpkg-deb")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "TABULARIUM"))}

    def run(*words, cwd=scratch, **more):
        done = subprocess.run([*map(str, words)], cwd=cwd, env={**environment, **more}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, f"{words}: {done.stdout.decode()[-2000:]}"
        return done.stdout.decode()

    run("make", "--no-print-directory", "-C", ROOT, "deb")
    packages = list((pathlib.Path(ROOT) / "build").glob("tabularium_*.deb"))
    assert len(packages) == 1, packages
    control = run("dpkg-deb", "--field", packages[0])
    for word in ("libgit2", "libc6", "libxml2", "libcurl", "Description: "):
        assert word in control, control
    owners = {line.split()[1] for line in run("dpkg-deb", "--contents", packages[0]).splitlines()}
    assert owners == {"root/root"}, owners
    run("dpkg-deb", "--extract", packages[0], scratch / "root")
    usr = scratch / "root/usr"
    for name in ("share/man/man1/tabularium.1.gz", "share/doc/tabularium/copyright",
                 "share/zsh/vendor-completions/_tabularium", "share/tabularium/templates/init/dot-gitlab-ci.yml"):
        assert (usr / name).exists(), name
    program = usr / "bin/tabularium"
    run(program, "init", "city", "--ags", "14713000")
    run(program, "build", "--worktree", cwd=scratch / "city")
    assert (scratch / "city/site/public/index.html").exists()

    complete = ('source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tabularium; printf "%s\\n" "${COMPREPLY[@]}"')
    script = usr / "share/bash-completion/completions/tabularium"
    for words, wanted in ((["in"], ["init"]), (["check", "--sta"], ["--staged"]), (["check", "--lang", ""], ["de", "en"]),
                          (["new", "--fr"], ["--from"]), (["nothing", "--x"], [])):
        assert run("bash", "-c", complete, script, program, *words).split() == wanted, words
    commands = set(re.findall(r"^  ([a-z]+) ", run(program, "--help"), re.M))
    assert {"init", "new", "check"} <= set(run("bash", "-c", complete, script, program, "").split()) == commands
    if shutil.which("zsh"):
        run("zsh", "-n", usr / "share/zsh/vendor-completions/_tabularium")
