"""What the documents name is there: commands and options in every README and in the manual page, and files."""
import os
import re
import subprocess

import city

DOCUMENTS = ["README.md", "catalog/README.md", "site/README.md", "templates/README.md", "generator/README.md",
             "templates/init/README.de.md", "templates/init/README.en.md"]


def help_of(*command):
    done = subprocess.run([city.PROGRAM, *command, "--help"], stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 0, command
    return done.stdout.decode()


def options():
    """Of each command its options, long and short."""
    commands = re.findall(r"^  ([a-z]+) ", help_of(), re.M)
    assert len(commands) > 12
    return {name: set(re.findall(r"^  --([a-z-]+)", help_of(*(["server", "nginx"] if name == "server" else [name])), re.M)) for name in commands}


def test_every_command_and_option_that_a_document_names_is_there(scratch):
    known, n = options(), 0
    for name in DOCUMENTS:
        text = (city.ROOT / name).read_text(encoding="utf-8")
        for line in re.findall(r"`([^`\n]*tabularium [^`\n]*)`|^ *(?:build/)?(tabularium [^\n]*)", text, re.M):
            line = (line[0] or line[1]).split("#")[0]
            found = re.search(r"tabularium ([a-z]+)(.*)", line)
            if not found:
                continue
            command, rest = found.groups()
            assert command in known, f"{name}: “{line}”: there is no command {command}"
            for option in re.findall(r"(?<![\w-])--([a-z][a-z-]*)", rest):
                assert option in known[command], f"{name}: “{line}”: {command} has no --{option}"
            n += 1
    assert n > 60, n


def test_the_manual_page_describes_every_command_and_option(scratch):
    manual = (city.ROOT / "generator/tabularium.1").read_text(encoding="utf-8")
    head, body = manual.split(".Sh DESCRIPTION")
    for command, of_it in options().items():
        assert re.search(rf"^\.Cm {command}\b", head, re.M) and re.search(rf"^\.It Cm {command}\b", body, re.M), command
        synopsis = "\n".join(re.findall(rf"^\.Cm {command}\b.*?(?=^\.Nm|\Z)", head, re.M | re.S))
        for option in of_it - {"help"}:
            assert re.search(rf"Fl -{option}\b", synopsis), f"the synopsis of {command} lacks --{option}"
            # Some stand beside the command that they belong to.
            assert re.search(rf"Fl -{option}\b", body), f"--{option} is not described"


def test_the_files_that_the_stewards_readme_names_are_there(scratch):
    text = (city.SAMPLE / "catalog/README.md").read_text(encoding="utf-8")
    names = [n for n in re.findall(r"`((?:agents|datasets|services|series)/[a-z0-9./-]*)`", text) if "trinkbrunnen" not in n]
    assert len(names) > 8
    for name in names:
        assert (city.SAMPLE / "catalog" / name).exists(), name
    # The example of ten minutes is read without an error, as a draft and as a public dataset.
    town = city.City(scratch / "city")
    block = re.search(r"```yaml\n(   ---\n.*?)```", text, re.S).group(1)
    example = re.sub(r"^   ", "", block, flags=re.M) + "\nWo man in der Stadt kostenlos Wasser trinken kann, mit Bauart und Betriebszeit.\n"
    path = "catalog/datasets/stadtgruen/trinkbrunnen.md"
    for text in (example, re.sub(r"release: draft +#.*", "release: public", example)):
        town.write(path, text)
        said = town.run("check", path, environment={"LC_ALL": "de_DE.UTF-8"}).must_exit(0).out
        assert "keine Beanstandungen" in said, said
