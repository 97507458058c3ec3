"""check on a terminal, as a clerk uses it: a pseudo-terminal with a shell's keys and eyes."""
import os
import pty
import select
import subprocess
import time

import city
from steward import TREES, base


class Terminal:
    def __init__(self, folder, language="de_DE.UTF-8", **variables):
        self.master, slave = pty.openpty()
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": language, "TERM": "xterm-256color",
                       "PS1": "$ ",
                       **{k: os.environ[k] for k in ("TABULARIUM_SHARE", "ASAN_OPTIONS", "LSAN_OPTIONS") if k in os.environ},
                       **variables}
        self.shell = subprocess.Popen(["/bin/sh", "-i"], cwd=folder, env=environment, stdin=slave, stdout=slave,
                                      stderr=slave, start_new_session=True)
        os.close(slave)
        self.read_until("$ ")

    def read_until(self, end, seconds=60):
        seen, until = "", time.monotonic() + seconds
        while not seen.endswith(end):
            assert time.monotonic() < until, f"waited in vain for “{end}”: {seen}"
            if select.select([self.master], [], [], 1)[0]:
                seen += os.read(self.master, 65536).decode("utf-8", "replace")
        return seen

    def type(self, line):
        os.write(self.master, (line + "\n").encode())
        return self.read_until("\n$ ")

    def close(self):
        os.write(self.master, b"exit\n")
        self.shell.wait(10)
        os.close(self.master)


def test_a_clerk_finds_and_mends_a_mistake(scratch):
    town = base(scratch)
    town.commit()
    town.replace(TREES, "license: dl-by-de/2.0", "license: dl-by-ed/2.0")
    town.replace(TREES, "modified: 2026-01-15", "modified: 15.1.2026")
    screen = Terminal(town.folder)
    try:
        said = screen.type(f"'{city.PROGRAM}' check {TREES}")
        assert "\x1b[1;31mFehler:\x1b[m" in said, said
        assert f"\x1b[1m{TREES}:10:10:" in said and "dl-by-de/2.0" in said
        assert "2 Fehler in 1 Datei" in said
        assert "\n1\r\n" in screen.type(f"'{city.PROGRAM}' check {TREES} >/dev/null; echo $?")
        said = screen.type(f"'{city.PROGRAM}' check --explain unknown-concept")
        assert "unknown-concept" in said and "Liste" in said
        said = screen.type(f"'{city.PROGRAM}' check --fix {TREES}")
        assert "1 Stelle geändert" in said and "1 Fehler in 1 Datei" in said, said
        screen.type(f"sed -i s/dl-by-ed/dl-by-de/ {TREES}")
        said = screen.type(f"'{city.PROGRAM}' check {TREES}")
        assert "keine Beanstandungen" in said, said
        assert "\n0\r\n" in screen.type(f"'{city.PROGRAM}' check {TREES} >/dev/null; echo $?")
        said = screen.type(f"git -c user.name=x -c user.email=x@example.org add -A && '{city.PROGRAM}' check --staged")
        assert "keine Beanstandungen" in said, said
    finally:
        screen.close()


def test_no_colour_is_heeded(scratch):
    town = base(scratch)
    town.replace(TREES, "license: dl-by-de/2.0", "license: dl-by-ed/2.0")
    screen = Terminal(town.folder, language="en_GB.UTF-8", NO_COLOR="1")
    try:
        said = screen.type(f"'{city.PROGRAM}' check {TREES}")
        assert "error:" in said and "\x1b[1" not in said, said
    finally:
        screen.close()
