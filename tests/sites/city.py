"""A city for a test: a folder with catalog/ and site/, its git repository, and the program run on it.

Nothing of the machine shows: commits have fixed names and the dates a test gives, and git reads no
settings of the user.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.path.abspath(os.environ.get("TABULARIUM", ROOT / "build" / "tabularium"))
SAMPLE = ROOT
BASE = ROOT / "tests" / "cases" / "base"
FIRST_DAY = "2026-06-01T12:00:00Z"


class Skipped(Exception):
    """Why a test cannot be run here."""


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout.decode("utf-8", "backslashreplace")
        self.err = process.stderr.decode("utf-8", "backslashreplace")

    def __str__(self):
        errors = [line for line in self.out.split("\n") if ": error: " in line][:10]
        return "\n  ".join([f"exit {self.status}", *(errors or [self.out[-1000:]]), self.err[-1500:]])

    def must_exit(self, status):
        assert self.status == status, f"expected exit {status}: {self}"
        return self


class City:
    def __init__(self, folder, files=SAMPLE):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        if files:
            shutil.copytree(files / "catalog", self.folder / "catalog")
            shutil.copytree(files / "site", self.folder / "site", ignore=shutil.ignore_patterns("public", ".public*"))

    # --- files ---

    def path(self, name):
        return self.folder / name

    def read(self, name):
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name, text):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name, old, new, count=1):
        text = self.read(name)
        assert old in text, f"{name} has no “{old}”"
        self.write(name, text.replace(old, new, count))

    def datasets(self, release=None):
        """Paths of all datasets, translations excepted, in order; perhaps of one release only."""
        found = []
        for path in sorted((self.folder / "catalog" / "datasets").rglob("*.md")):
            if "." in path.stem:
                continue
            if release and release_of(path) != release:
                continue
            found.append(str(path.relative_to(self.folder)))
        return found

    # --- history ---

    def git(self, *arguments, date=FIRST_DAY, who="Test"):
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(self.folder), "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date,
            "GIT_AUTHOR_NAME": who, "GIT_COMMITTER_NAME": who,
            "GIT_AUTHOR_EMAIL": f"{who.lower()}@example.org", "GIT_COMMITTER_EMAIL": f"{who.lower()}@example.org",
        }
        done = subprocess.run(["git", "-C", str(self.folder), "-c", "core.autocrlf=false", "-c", "gc.auto=0",
                               *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stdout.decode()}"
        return done.stdout.decode().strip()

    def commit(self, message="Change", date=FIRST_DAY, who="Test", branch="main"):
        if not (self.folder / ".git").exists():
            self.git("init", "--quiet", f"--initial-branch={branch}")
            (self.folder / ".git" / "info").mkdir(exist_ok=True)
            (self.folder / ".git" / "info" / "exclude").write_text("/site/public/\n/site/.public*\n")
        self.git("add", "--all", date=date)
        self.git("commit", "--quiet", "--allow-empty", "--message", message, date=date, who=who)
        return self.git("rev-parse", "HEAD")

    # --- the program ---

    def run(self, command, *arguments, program=PROGRAM, environment=None, cwd=None, umask=0o022, timeout=120):
        variables = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": "/nonexistent", "LC_ALL": "C"}
        for name in ("TABULARIUM_SHARE", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TMPDIR"):
            if name in os.environ:
                variables[name] = os.environ[name]
        variables.update(environment or {})
        process = subprocess.run([program, command, *map(str, arguments)], cwd=cwd or self.folder, env=variables,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, umask=umask, timeout=timeout)
        return Result(process)

    def build(self, *arguments, out=None, **how):
        extra = ["--out", out] if out else []
        return self.run("build", *extra, *arguments, **how)

    def built(self, *arguments, out=None, **how):
        """Builds, which must succeed, and gives the tree."""
        self.build(*arguments, out=out, **how).must_exit(0)
        return Tree(out or self.folder / "site" / "public")


def release_of(path):
    match = re.search(r"^(?:release|freigabe):\s*(\w+)", pathlib.Path(path).read_text(encoding="utf-8"), re.M)
    return match.group(1) if match else None


class Tree:
    """What a folder holds at one moment: of each file its digest, mode, mtime and inode."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.files = {}
        for path in sorted(self.folder.rglob("*")):
            name = str(path.relative_to(self.folder))
            assert not path.is_symlink(), f"{name} is a symbolic link"
            if path.is_dir():
                self.files[name + "/"] = ("", path.stat().st_mode & 0o7777, 0, 0)
                continue
            status = path.stat()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            # The manifest is the generation's own birth certificate: its time is that of the build.
            time = 0 if name == "manifest.json" else status.st_mtime_ns
            self.files[name] = (digest, status.st_mode & 0o7777, time, status.st_ino)

    def names(self, end=""):
        return [name for name in self.files if not name.endswith("/") and name.endswith(end)]

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def bytes(self, name):
        return (self.folder / name).read_bytes()

    def differences(self, other, fields=slice(0, 3)):
        """Names whose bytes, mode or mtime are not the same, with what is different."""
        found = []
        for name in sorted(set(self.files) | set(other.files)):
            mine, theirs = self.files.get(name), other.files.get(name)
            if mine is None or theirs is None:
                found.append(f"{name}: only in {'the second' if mine is None else 'the first'}")
            elif mine[fields] != theirs[fields]:
                what = [word for word, a, b in zip(("bytes", "mode", "mtime", "inode")[fields], mine[fields], theirs[fields]) if a != b]
                found.append(f"{name}: {', '.join(what)}")
        return found

    def must_equal(self, other, what, fields=slice(0, 3), except_for=()):
        found = [line for line in self.differences(other, fields) if line.split(":")[0] not in except_for]
        assert not found, f"{what}: {len(found)} differences\n  " + "\n  ".join(found[:12])


CONTENT = slice(0, 2)   # bytes and mode
ALL = slice(0, 4)       # with mtime and inode: the very same files
