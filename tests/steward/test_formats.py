"""check --format: each form says the same, and is what its readers take."""
import json
import re
import subprocess
import xml.etree.ElementTree as xml

from steward import TESTS, TREES, base, findings, node


def faulty(scratch):
    """Findings of both severities; with signs that the forms have to escape."""
    town = base(scratch)
    town.replace(TREES, "license: dl-by-de/2.0", 'license: "100 %, <a&b>: c"')
    town.replace(TREES, "https://daten.example.org/baeume.csv", '"https://daten.example.org/bäume neu.csv"')
    town.replace("catalog/datasets/vornamen-2024.md", "series: vornamen", "farbe: rot")
    town.write("catalog/notes.txt", "to do\n")
    return town


def test_json_says_what_text_says(scratch):
    town = faulty(scratch)
    report = json.loads(town.run("check", "--worktree", "--format", "json", "--lang", "en").must_exit(1).out)
    text = town.run("check", "--worktree", "--lang", "en").must_exit(1).out
    heads = re.findall(r"^(\S+?):(?:(\d+):(\d+):)? (error|warning): (.*) \[([a-z0-9-]+)\]$", text, re.M)
    told = [(f["path"], str(f.get("line", "")), str(f.get("column", "")), f["severity"], f["message"], f["id"])
            for f in report["findings"]]
    assert told == heads and len(told) >= 4, f"{told}\n{heads}"
    assert report["errors"] == sum(f["severity"] == "error" for f in report["findings"]) > 0
    assert report["warnings"] == sum(f["severity"] == "warning" for f in report["findings"]) > 0
    hints = re.findall(r"^  hint: (.*)$", text, re.M)
    assert [f["hint"] for f in report["findings"] if "hint" in f] == hints
    fix = next(f["fix"] for f in report["findings"] if "fix" in f)
    assert town.path(TREES).read_bytes()[fix["offset"]:fix["offset"] + fix["length"]].decode() \
        == "https://daten.example.org/bäume neu.csv"
    assert fix["text"] == "https://daten.example.org/bäume%20neu.csv"


def test_json_of_a_clean_catalogue(scratch):
    report = json.loads(base(scratch).run("check", "--worktree", "--format", "json").must_exit(0).out)
    assert report == {"errors": 0, "warnings": 0, "findings": []}


def test_sarif_is_valid_by_the_schema_of_oasis(scratch):
    for town, status in ((faulty(scratch), 1), (base(scratch / "clean"), 0)):
        for language in "de", "en":
            told = town.run("check", "--worktree", "--format", "sarif", "--lang", language).must_exit(status).out
            report = scratch / "report.sarif"
            report.write_text(told, encoding="utf-8")
            node(TESTS / "steward" / "valid.mjs",
                 TESTS / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", report)
    run = json.loads(faulty(scratch / "again").run("check", "--worktree", "--format", "sarif").out)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["results"] and all(rules[r["ruleIndex"]] == r["ruleId"] for r in run["results"])
    prints = [r["partialFingerprints"]["finding/v1"] for r in run["results"]]
    assert len(set(prints)) == len(prints)


def test_the_schema_of_oasis_can_refuse(scratch):
    report = scratch / "report.sarif"
    report.write_text('{"version": "2.1.0", "runs": [{"results": []}]}')
    try:
        node(TESTS / "steward" / "valid.mjs",
             TESTS / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", report)
    except AssertionError as said:
        assert "tool" in str(said)
    else:
        raise AssertionError("a report without a tool is valid")


def test_github_commands_read_as_the_runner_reads_them(scratch):
    town = faulty(scratch)
    out = town.run("check", "--worktree", "--format", "github", "--lang", "en").must_exit(1).out
    told = []
    for line in out.splitlines():
        # actions/runner, ActionCommand.cs: ::name key=value,key=value::data, then unescaped
        name, properties, data = re.fullmatch(r"::(error|warning) ([^:]*)::(.*)", line).groups()
        data = data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        said = {}
        for pair in properties.split(","):
            key, _, value = pair.partition("=")
            for code, sign in ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"):
                value = value.replace(code, sign)
            said[key] = value
        told.append((said["file"], said.get("line"), said.get("col"), name, data, said["title"]))
    wanted = [(f["path"], f.get("line") and str(f["line"]), f.get("column") and str(f["column"]), f["severity"],
               f["message"] + ("\n" + f["hint"] if "hint" in f else ""), f["id"])
              for f in findings(town, "--worktree", "--lang", "en")]
    assert told == wanted, f"{told}\n{wanted}"
    assert "100 %, <a&b>: c" in str(told)


def test_gitlab_report_has_what_gitlab_demands(scratch):
    town = faulty(scratch)
    report = json.loads(town.run("check", "--worktree", "--format", "gitlab").must_exit(1).out)
    wanted = findings(town, "--worktree")
    assert len(report) == len(wanted) > 3
    for issue, found in zip(report, wanted):
        assert issue["location"]["path"] == found["path"] and not issue["location"]["path"].startswith("./")
        assert issue["location"]["lines"]["begin"] == found.get("line", 1)
        assert issue["check_name"] == found["id"] and issue["description"].startswith(found["message"])
        assert issue["severity"] == {"error": "major", "warning": "minor"}[found["severity"]]
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"])
    assert len({issue["fingerprint"] for issue in report}) == len(report)


def test_a_fingerprint_outlives_a_line_more(scratch):
    town = faulty(scratch)
    before = json.loads(town.run("check", "--worktree", "--format", "gitlab").out)
    town.replace(TREES, "---\n", "---\n# a remark\n")
    after = json.loads(town.run("check", "--worktree", "--format", "gitlab").out)
    assert [i["fingerprint"] for i in before] == [i["fingerprint"] for i in after]
    assert before != after


def test_junit_counts_what_fails(scratch):
    town = faulty(scratch)
    out = town.run("check", "--worktree", "--format", "junit", "--lang", "en").must_exit(1).out
    done = subprocess.run(["xmllint", "--noout", "-"], input=out.encode(), stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr.decode()
    suites = xml.fromstring(out.encode())
    cases = suites.findall("testsuite/testcase")
    wanted = findings(town, "--worktree", "--lang", "en")
    assert len(cases) == len(wanted) == int(suites.get("tests"))
    failures = [case.find("failure").get("message") for case in cases if case.find("failure") is not None]
    assert failures == [f["message"] for f in wanted if f["severity"] == "error"]
    assert int(suites.get("failures")) == len(failures) == int(suites.find("testsuite").get("failures")) > 0
    clean = xml.fromstring(base(scratch / "clean").run("check", "--worktree", "--format", "junit").must_exit(0).out.encode())
    assert clean.get("tests") == "1" and clean.get("failures") == "0"


def test_paths_begin_at_the_top_of_the_repository(scratch):
    town = faulty(scratch)
    top = base(scratch / "other")
    town.path(".").rename(top.path("portal"))
    top.commit()
    for form in "json", "gitlab", "sarif", "github", "junit":
        out = top.run("check", "--repo", "portal", "--format", form).must_exit(1).out
        assert "portal/" + TREES in out, out[:500]
    assert "portal/" not in top.run("check", "--repo", "portal").out


def test_colours_only_where_they_are_seen(scratch):
    town = faulty(scratch)
    assert "\x1b[" not in town.run("check", "--worktree").out
    assert "\x1b[1;31m" in town.run("check", "--worktree", "--colour", "always").out
    assert "\x1b" not in town.run("check", "--worktree", "--colour", "always", "--format", "json").out


def test_wrong_usage(scratch):
    town = base(scratch)
    for arguments in (["--format", "html"], ["--staged", "--worktree"], ["--staged", "--base", "HEAD"],
                      ["--fix", "--rev", "HEAD"], ["--fix", "--format", "json"], ["--base", "HEAD", TREES],
                      ["catalog/datasets/nix.md"], ["--explain", "nix"]):
        assert "tabularium: " in town.run("check", *arguments).must_exit(2).err


def test_explain_in_both_languages(scratch):
    town = base(scratch)
    german = town.run("check", "--explain", "bad-iri", "--lang", "de").must_exit(0).out
    english = town.run("check", "--explain", "bad-iri", "--lang", "en").must_exit(0).out
    assert "Fehler" in german and "error" in english and german != english
    assert len(german.splitlines()) > 3 and len(english.splitlines()) > 3
