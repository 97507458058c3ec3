"""What the tests of imports share: a repository to import into, the program, the verdicts."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = pathlib.Path(os.environ.get("TABULARIUM_SHARED", ROOT.parent / "shared"))
PROGRAM = os.path.abspath(os.environ.get("TABULARIUM", ROOT / "build" / "tabularium"))
# No proxy of whoever runs the tests stands between us and a server here.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
numbers = {"passed": 0, "failed": 0, "skipped": 0}


def judge(what, good, detail=""):
    numbers["passed" if good else "failed"] += 1
    print(f"ok {what}" if good else f"FAIL {what}\n  {detail}")


def skip(what):
    numbers["skipped"] += 1
    print(f"SKIP {what}")


def finish():
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**numbers))
    sys.exit(1 if numbers["failed"] else 0)


def program(folder, *arguments, ok=(0,)):
    done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, env=ENVIRONMENT,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ok is not None and done.returncode not in ok:
        raise SystemExit(f"tabularium {' '.join(map(str, arguments))} ended with {done.returncode}:\n"
                         f"{done.stdout.decode()[-3000:]}{done.stderr.decode()[-3000:]}")
    return done.stdout.decode(), done.stderr.decode()


def repository(where, catalog_yaml=None):
    """An empty catalogue beside the site of the sample."""
    where = pathlib.Path(where)
    shutil.copytree(ROOT / "site", where / "site", ignore=shutil.ignore_patterns("public*", ".public*"))
    (where / "catalog").mkdir()
    if catalog_yaml:
        (where / "catalog" / "catalog.yaml").write_text(catalog_yaml)
    return where


def commit(where):
    """One commit, always at the same moment, so that feeds agree about the dates of records."""
    moment = {"GIT_AUTHOR_DATE": "2026-01-15T08:00:00Z", "GIT_COMMITTER_DATE": "2026-01-15T08:00:00Z"}
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    for arguments in (["init", "-q", "."], ["add", "-A"], ["commit", "-q", "-m", "t"]):
        subprocess.run([*git, *arguments], cwd=where, check=True, env={**os.environ, **moment})


def imported(where, kind, source, *options, ok=(0,)):
    out, _ = program(where, "import", kind, source, "--lang", "en", *options, ok=ok)
    return out


def findings(text):
    """[(file, line, sentence, id)]"""
    return [m.groups() for m in re.finditer(r"(?m)^(\S+?)(?::(\d+):\d+)?: (?:error|warning): (.*) \[([a-z0-9-]+)\]$", text)]


def files(folder):
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Scratch:
    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp())
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path)
