#!/usr/bin/env python3
"""Compares the linter with the corpus of SHARED: expectations of AWS's tests, and what dsql-lint 0.2.20 said.

  lint_corpus.py --shared DIR --program PROGRAM [--only STEP…] [--reference BINARY] [--verbose]

PROGRAM is dsql-lint or dsql-local. Every difference from 0.2.20 must be explained by tests/lint-differences.txt, and
every line of that file must still explain one. Exits 0 when every step holds.
"""
import argparse
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DIFFERENCES = os.path.join(os.path.dirname(HERE), "lint-differences.txt")


class Lint:
    """The program under test."""

    def __init__(self, program):
        program = os.path.abspath(program)
        self.words = [program] if os.path.basename(program) == "dsql-lint" else [program, "lint"]

    def run(self, sql, *options):
        done = subprocess.run([*self.words, "--format", "json", *options, "-"], input=sql.encode(), capture_output=True)
        if done.returncode not in (0, 1, 3):
            raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode()}")
        report = json.loads(done.stdout)
        return {"exit": done.returncode, "summary": report["summary"], **report["files"][0]}


def read_differences():
    """The lines of lint-differences.txt: which kinds of findings of theirs and ours each explains."""
    classes = []
    with open(DIFFERENCES, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip() or line.startswith("#"):
                continue
            head, _, reason = line.partition(": ")
            kind, _, rest = head.partition(" ")
            rule, _, needle = ("parse_error", "", rest) if kind == "accepted" else rest.partition(" in ")
            classes.append({"line": number, "kind": kind, "rule": rule.strip(), "needle": needle.strip(),
                            "reason": reason.strip(), "used": 0})
    return classes


def explains(row, kind, rule, statement):
    if row["kind"] != kind or row["rule"] not in (rule, "*"):
        return False
    return not row["needle"] or row["needle"].lower() in " ".join(statement.split()).lower()


def cases_of(shared):
    for part in ("dev", "probes"):
        with open(f"{shared}/lint-corpus/{part}/cases.jsonl", encoding="utf-8") as file:
            for line in file:
                case = json.loads(line)
                if case["dialect"] == "postgres":
                    yield case
    for path in sorted(glob.glob(f"{shared}/lint-corpus/dev/files/*/*.sql")):
        with open(path, encoding="utf-8") as file, open(path[:-4] + ".lint.json", encoding="utf-8") as observed:
            yield {"id": os.path.relpath(path, f"{shared}/lint-corpus/dev/files"), "sql": file.read(), "upstream": None,
                   "observed_lint": json.load(observed), "file": True}


def holds(expected, diagnostics):
    """Whether an expectation of AWS's own tests holds."""
    kind = expected["kind"]
    rules = [d["rule"] for d in diagnostics]
    if kind == "must_flag":
        rule, text = expected.get("rule"), expected.get("message_contains")
        return (not rule or rule in rules) and (not text or any(text in d["message"] for d in diagnostics))
    if kind == "must_not_flag":
        return all(expected["message_not_contains"] not in d["message"] for d in diagnostics)
    if kind in ("clean", "grammar_accept"):
        return not diagnostics
    return bool(diagnostics)


def upstream(lint, shared, verbose):
    """Every expectation of AWS's tests that is not out of date."""
    checked, failures = 0, []
    known = {row["needle"] for row in read_differences() if row["kind"] == "expectation"}
    for case in cases_of(shared):
        expected = case["upstream"]
        if not expected or case.get("upstream_0_2_14_agrees_with_0_2_20") is False:
            continue
        checked += 1
        found = lint.run(case["sql"])["diagnostics"]
        if not holds(expected, found) and case["id"] not in known:
            failures.append((case["id"], case["sql"], expected, [d["rule"] for d in found]))
    for failure in failures:
        print("  expectation fails:", *failure)
    print(f"  {checked - len(failures) - len(known)} of {checked} expectations of AWS's tests hold"
          f", {len(known)} is listed as contradicted by the service")
    return len(failures)


def same_statement(one, other):
    """Whether two findings are about one statement, as far as line and preview tell."""
    return one["line"] == other["line"] or \
        " ".join(one["statement_preview"].split()) == " ".join(other["statement_preview"].split())


def differences(theirs, ours):
    """(kind, finding) for everything that one of the two reports and the other does not:
    "named"     0.2.20's grammar stops (parse_error), ours names the rule that the statement breaks
    "placed"    both cannot parse the statement, ours has the place of the mistake
    "accepted"  0.2.20's grammar stops, ours reads the statement and finds nothing
    "missing"   another rule of 0.2.20
    "added"     a rule of ours in a statement that 0.2.20 lets pass, or beside its own findings
    """
    def key(finding):
        return finding["rule"], finding["line"]

    left = collections.Counter(map(key, theirs)) - collections.Counter(map(key, ours))
    right = collections.Counter(map(key, ours)) - collections.Counter(map(key, theirs))
    only_theirs = [finding for finding in theirs if left[key(finding)] > 0 and not left.subtract([key(finding)])]
    only_ours = [finding for finding in ours if right[key(finding)] > 0 and not right.subtract([key(finding)])]
    explained = set()
    for finding in only_theirs:
        if finding["rule"] != "parse_error":
            yield "missing", finding
            continue
        answers = [d for d in ours if same_statement(finding, d)]
        explained.update(id(d) for d in answers)
        if not answers:
            yield "accepted", finding
        else:
            yield ("placed" if all(d["rule"] == "parse_error" for d in answers) else "named"), finding
    for finding in only_ours:
        if id(finding) not in explained:
            yield "added", finding


def observed(lint, shared, verbose):
    """Rules and lines as 0.2.20 reported them; every difference is explained."""
    classes = read_differences()
    totals, kinds = collections.Counter(), collections.Counter()
    failures = 0
    for case in cases_of(shared):
        if not case.get("observed_lint"):
            continue
        theirs = case["observed_lint"]["diagnostics"]
        ours = lint.run(case["sql"])["diagnostics"]
        set_ = "files" if case.get("file") else "cases"
        found = list(differences(theirs, ours))
        totals[set_] += 1
        # What is asked of every reader of its output: nothing that its own rules report is lost or moved.
        totals["kept", set_] += not any(kind == "missing" for kind, _ in found)
        # The verdict on what it can parse.
        totals["agreed", set_] += not any(kind in ("missing", "added") for kind, _ in found)
        totals["same", set_] += not found
        for kind, finding in found:
            kinds[kind] += 1
            if kind in ("named", "placed"):
                continue
            row = next((r for r in classes if explains(r, kind, finding["rule"], finding["statement_preview"] or case["sql"])), None)
            if row:
                row["used"] += 1
            else:
                failures += 1
                print(f"  {case['id']}: {kind} {finding['rule']} line {finding['line']}: {finding['statement_preview']}")
    for set_ in ("cases", "files"):
        def share(what):
            return f"{totals[what, set_]} ({100 * totals[what, set_] / max(totals[set_], 1):.1f} %)"
        print(f"  {totals[set_]} {set_}: {share('same')} with the same rules and lines, {share('kept')} with every rule of 0.2.20 "
              f"on its line, {share('agreed')} that differ in nothing but its parse_error")
    print("  " + ", ".join(f"{times} {kind}" for kind, times in sorted(kinds.items())))
    for row in classes:
        if row["kind"] in ("missing", "added", "accepted"):
            if row["used"] == 0:
                failures += 1
                print(f"  lint-differences.txt:{row['line']} explains nothing any more")
            elif verbose:
                print(f"  {row['used']:5} {row['kind']} {row['rule']} {row['needle']}: {row['reason']}")
    return failures


COMMENT = re.compile(r"""(--[^\n]*|/\*.*?\*/)|[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|(\$\w*\$).*?\2|.""", re.S)


def comments_of(sql):
    return collections.Counter(match.group(1).rstrip() for match in COMMENT.finditer(sql) if match.group(1))


def repaired(lint, shared, verbose):
    """--fix on everything: what is left is listed, comments are kept, a second --fix changes nothing."""
    totals, failures = collections.Counter(), []
    for case in cases_of(shared):
        first = lint.run(case["sql"], "--fix")
        output = first["fixed_sql"]
        totals["scripts"] += 1
        listed = collections.Counter(d["rule"] for d in first["diagnostics"] if d["fix_result"]["status"] == "unfixable")
        left = collections.Counter(d["rule"] for d in lint.run(output)["diagnostics"])
        again = lint.run(output, "--fix")["fixed_sql"]
        kept = comments_of(case["sql"]) - comments_of(output)
        totals["findings repaired"] += len(first["diagnostics"]) - sum(listed.values())
        totals["findings listed as unfixable"] += sum(listed.values())
        totals["comments kept"] += sum((comments_of(case["sql"]) - kept).values())
        if left - listed:
            failures.append((case["id"], "left over", dict(left - listed)))
        if again != output:
            failures.append((case["id"], "a second --fix changes it", again))
        if kept:
            failures.append((case["id"], "comments lost", list(kept)))
    for failure in failures[:None if verbose else 20]:
        print("  ", *failure)
    print("  " + ", ".join(f"{times} {what}" for what, times in totals.items()))
    return len(failures)


def usage_of(words, path, times=5):
    """Median CPU seconds and peak MiB of a command that reads a file from standard input."""
    seconds, peak = [], 0
    for _ in range(times):
        with open(path, "rb") as file:
            child = subprocess.Popen([*words, "--format", "json", "-"], stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        seconds.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
    return sorted(seconds)[times // 2], peak


SHAPES = {
    "clean": ("CREATE TABLE t{n} (id uuid PRIMARY KEY, n int, name text);", "INSERT INTO t{n} VALUES (1, 'abc', 2.5);",
              "SELECT a, b FROM t{n} WHERE id = {n};", "UPDATE t{n} SET a = a + 1 WHERE id = {n};", "DELETE FROM t{n} WHERE id = {n};",
              "CREATE INDEX ASYNC i{n} ON t{n} (name);", "ALTER TABLE t{n} ADD COLUMN c int;", "CREATE VIEW v{n} AS SELECT * FROM t{n};",
              "BEGIN;", "COMMIT;"),
    "mixed": ("CREATE TABLE t{n} (id SERIAL PRIMARY KEY, n int[], name text COLLATE \"C\");", "INSERT INTO t{n} VALUES (1, 'abc', 2.5);",
              "SELECT a, b FROM t{n} WHERE id = {n};", "TRUNCATE t{n};", "DELETE FROM t{n} WHERE id = {n};",
              "CREATE INDEX i{n} ON t{n} USING btree (name);", "ALTER TABLE t{n} ADD COLUMN c int DEFAULT 5;",
              "CREATE TEMP VIEW v{n} AS SELECT * FROM t{n};", "SAVEPOINT s{n};", "CREATE SEQUENCE q{n};"),
}


def speed(lint, shared, verbose):
    """10,000 statements in at most a fifth of 0.2.20's CPU time and memory; 1 MB on one line under 150 ms."""
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "input.sql")
        for name, shapes in SHAPES.items():
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join(shapes[i % 10].format(n=i // 10) for i in range(10000)) + "\n")
            for option in ([], ["--fix"]):
                ours = usage_of([*lint.words, *option], path)
                print(f"  10,000 {' '.join([name, *option])}: {ours[0] * 1000:.0f} ms CPU, {ours[1]:.1f} MiB", end="")
                if REFERENCE:
                    theirs = usage_of([REFERENCE, *option], path)
                    print(f"; 0.2.20: {theirs[0] * 1000:.0f} ms, {theirs[1]:.1f} MiB; "
                          f"{theirs[0] / ours[0]:.1f} and {theirs[1] / ours[1]:.1f} times as much", end="")
                    failures += ours[0] * 5 > theirs[0] or ours[1] * 5 > theirs[1]
                print()
        with open(path, "w", encoding="utf-8") as file:
            file.write(" ".join(f"INSERT INTO t VALUES ({i});" for i in range(34500)))
        seconds, peak = usage_of(lint.words, path)
        print(f"  {os.path.getsize(path) / 1e6:.2f} MB on one line: {seconds * 1000:.0f} ms CPU, {peak:.1f} MiB")
        failures += seconds > 0.150
    return failures


REFERENCE = None
STEPS = {"upstream": upstream, "observed": observed, "repaired": repaired, "speed": speed}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", nargs="*", choices=tuple(STEPS), default=list(STEPS))
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--reference", help="AWS's dsql-lint 0.2.20, to compare the speed with")
    options = parser.parse_args()
    global REFERENCE
    REFERENCE = options.reference
    lint = Lint(options.program)
    failed = []
    for name in options.only:
        print(f"{name}: {STEPS[name].__doc__}", flush=True)
        if STEPS[name](lint, os.path.abspath(options.shared), options.verbose) != 0:
            failed.append(name)
    print(f"lint corpus: {'failed: ' + ', '.join(failed) if failed else 'all steps hold'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
