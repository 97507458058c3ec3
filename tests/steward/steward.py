"""What the tests of this folder share: a small city with faults, and the npm packages of tests/."""
import json
import os
import pathlib
import shutil
import subprocess

import city

TESTS = pathlib.Path(__file__).resolve().parents[1]
TREES = "catalog/datasets/umwelt/baumkataster.md"
PLAYGROUNDS = "catalog/datasets/spielplaetze.md"


def base(scratch):
    return city.City(scratch / "city", city.BASE)


def findings(town, *arguments, **how):
    """The findings of `check --format json`."""
    return json.loads(town.run("check", "--format", "json", *arguments, **how).out)["findings"]


def node(*arguments):
    """Runs a script with the packages of tests/package.json, installed when they are not."""
    if not shutil.which("node"):
        raise city.Skipped("there is no node")
    done = subprocess.run([TESTS / "packages"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, "npm in tests/: " + done.stdout.decode()[-2000:]
    done = subprocess.run(["node", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=300, env={**os.environ, "NODE_NO_WARNINGS": "1"})
    assert done.returncode == 0, done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:]
    return done.stdout.decode()
