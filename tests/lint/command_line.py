#!/usr/bin/env python3
"""The lint tool as its users see it: exit codes, words, files, formats.

  command_line.py DSQL_LINT DSQL_LOCAL [unittest options]
"""
import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest

LINT, LOCAL = os.path.abspath(sys.argv.pop(1)), os.path.abspath(sys.argv.pop(1))
KEYS = ["rule", "line", "message", "suggestion", "fix_result", "statement_preview", "column", "sqlstate",
        "service_message", "dsql_rule"]
BAD = "CREATE TABLE t (\n  id SERIAL, -- c\n  b text\n);\nTRUNCATE t;\nCREATE INDEX ON t(b);\nCREATE INDEX ASYNC i2 ON t USING btree(b);\nCREATE SEQUENCE s;\n"


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(text.encode() if isinstance(text, str) else text)
        return name

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read().decode()

    def lint(self, *words, stdin="", program=(LINT,)):
        done = subprocess.run([*program, *words], input=stdin.encode() if isinstance(stdin, str) else stdin,
                              capture_output=True, cwd=self.folder.name, timeout=120)
        done.out, done.err = done.stdout.decode(), done.stderr.decode()
        return done

    def json(self, *words, stdin=""):
        return json.loads(self.lint("--format", "json", *words, stdin=stdin).out)


class ExitCodes(Case):
    def test_clean_findings_and_failure(self):
        self.write("ok.sql", "SELECT 1;\n")
        self.write("bad.sql", BAD)
        self.assertEqual(self.lint("ok.sql").returncode, 0)
        self.assertEqual(self.lint("bad.sql").returncode, 1)
        self.assertEqual(self.lint("nosuch.sql", "ok.sql").returncode, 1)
        self.assertEqual(self.lint("-").returncode, 0)

    def test_fix(self):
        self.write("ok.sql", "SELECT 1;\n")
        self.write("warned.sql", "CREATE INDEX i ON t (a);\n")
        self.write("fixed.sql", "CREATE SEQUENCE s;\n")
        self.write("stuck.sql", "TRUNCATE t;\n")
        self.assertEqual([self.lint("--fix", f"{name}.sql").returncode for name in ("ok", "warned", "fixed", "stuck")], [0, 3, 0, 1])

    def test_for_pipelines(self):
        warned, info = "CREATE INDEX i ON t (a);", "CREATE SEQUENCE s;"
        self.assertEqual(self.lint("--exit-zero", "-", stdin="TRUNCATE t").returncode, 0)
        self.assertEqual(self.lint("--fail-on", "error", "-", stdin=warned).returncode, 0)
        self.assertEqual(self.lint("--fail-on", "warning", "-", stdin=warned).returncode, 1)
        self.assertEqual(self.lint("--fail-on", "warning", "-", stdin=info).returncode, 0)
        self.assertEqual(self.lint("--fail-on", "info", "-", stdin=info).returncode, 1)
        self.assertEqual(self.lint("--fail-on", "error", "--fix", "-", stdin=warned).returncode, 0)

    def test_usage(self):
        for words, text in (
                ([], "Usage: dsql-lint <file.sql> [file2.sql ...] or dsql-lint - (read from stdin)\n"),
                (["-", "-"], "Error: '-' (stdin) may appear at most once in the argument list\n"),
                (["-o", "x", "a.sql"], "Error: -o/--output requires --fix\n"),
                (["--fix", "-o", "x", "a.sql", "b.sql"], "Error: -o/--output can only be used with a single input file\n"),
                (["--dialect", "mysql", "--fix", "a.sql"], "Error: --dialect mysql is not available yet; only PostgreSQL input is understood\n"),
                (["--as-of", "today", "a.sql"], "Error: --as-of takes a month such as 2026-10, not 'today'\n"),
                (["--rule", "no_such", "a.sql"], "Error: there is no rule 'no_such' (dsql-local rules lists them)\n")):
            done = self.lint(*words)
            self.assertEqual((done.returncode, done.out, done.err), (2, "", text))
        done = self.lint("--bogus")
        self.assertEqual(done.returncode, 2)
        self.assertTrue(done.err.startswith("error: unexpected argument '--bogus' found\n"), done.err)
        self.assertEqual(self.lint("--format", "xml", "a.sql").returncode, 2)

    def test_a_terminal_is_no_input(self):
        import pty
        leader, follower = pty.openpty()
        done = subprocess.run([LINT, "-"], stdin=follower, capture_output=True, timeout=60)
        os.close(leader), os.close(follower)
        self.assertEqual(done.returncode, 2)
        self.assertIn("stdin is a terminal", done.stderr.decode())

    def test_a_reader_that_goes_away(self):
        self.write("many.sql", "TRUNCATE t;\n" * 5000)
        done = subprocess.run(f"{LINT} --format json many.sql | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}", shell=True,
                              executable="/bin/bash", capture_output=True, cwd=self.folder.name, timeout=60)
        self.assertIn(done.stdout.decode().strip(), ("0", "1"))
        self.assertEqual(done.stderr, b"")


class Words(Case):
    def test_version_and_help(self):
        self.assertTrue(self.lint("-V").out.startswith("dsql-lint 0.2.20 "))
        self.assertEqual(self.lint("--help").returncode, 0)
        self.assertIn("EXAMPLES", self.lint("--help").out)

    def test_findings(self):
        self.write("bad.sql", BAD)
        done = self.lint("bad.sql")
        self.assertEqual(done.out, "")
        self.assertTrue(done.err.startswith(
            "bad.sql:2: WARNING — Column `id` uses SERIAL, which is not supported in DSQL.\n"
            "  → Use `BIGINT GENERATED BY DEFAULT AS IDENTITY (CACHE 1)` instead.\n"
            "  | CREATE TABLE t ( id SERIAL, -- c b text );\nbad.sql:5: ERROR — TRUNCATE is not supported in DSQL.\n"), done.err)
        self.assertTrue(done.err.endswith("\n\n5 issue(s) found.\n"), done.err)

    def test_nothing_found(self):
        self.write("ok.sql", "SELECT 1;")
        self.assertEqual(self.lint("ok.sql").err, "All statements compatible with DSQL.\n")

    def test_repairs(self):
        self.write("bad.sql", BAD)
        lines = self.lint("--fix", "bad.sql").err.splitlines()
        self.assertTrue(lines[0].startswith("bad.sql:2: WARNING — Replaced SERIAL with BIGINT"), lines)
        self.assertEqual(lines[1], "bad.sql:5: ERROR (unfixable) — TRUNCATE is not supported in DSQL.")
        self.assertIn("bad.sql:7: FIXED — Removed USING BTREE clause (btree is the default)", lines)
        self.assertEqual(lines[-3:], ["Partial fix written to: bad-fixed.sql (1 unfixable error(s) remain)", "",
                                      "Fix complete: 1 file(s) had unfixable errors and require manual review."])
        self.write("gone.sql", "CHECKPOINT;")
        self.assertEqual(self.lint("--fix", "gone.sql").err.splitlines()[-1],
                         "Fixed output is empty — all statements were removed: gone-fixed.sql")

    def test_summary_and_explanation(self):
        done = self.lint("--summary", "-", stdin="TRUNCATE t; TRUNCATE u; VACUUM")
        self.assertIn("      2  truncate\n      1  unsupported_vacuum\n", done.err)
        done = self.lint("--explain", "index_async")
        self.assertEqual(done.returncode, 0)
        for piece in ("unsupported mode. please use CREATE INDEX ASYNC.", "CREATE INDEX i ON t (a)", "captured", "always"):
            self.assertIn(piece, done.out)
        self.assertIn("from 2026-08", self.lint("--explain", "locking_clause").out.replace("since", "from"))
        self.assertIn("at_unsupported_drop_primary_key", self.lint("--explain", "primary_key_removal").out)
        self.assertEqual(self.lint("--explain", "nothing").returncode, 2)

    def test_notes(self):
        done = self.lint("-", stdin="-- dsql-lint: ignore truncate\nSELECT 1;")
        self.assertEqual(done.returncode, 0)
        self.assertTrue(done.err.startswith("<stdin>:1: NOTE — "), done.err)


class Json(Case):
    def test_shape_and_order(self):
        self.write("bad.sql", BAD)
        report = self.json("bad.sql", "nosuch.sql")
        self.assertEqual(list(report), ["schema_version", "files", "summary"])
        self.assertEqual(report["schema_version"], 1)
        self.assertEqual([list(file) for file in report["files"]], [["file", "diagnostics", "error", "output_file", "fixed_sql", "notes"]] * 2)
        self.assertTrue(all(list(d) == KEYS for d in report["files"][0]["diagnostics"]))
        self.assertEqual(report["files"][1]["error"], "Error reading 'nosuch.sql': No such file or directory (os error 2)")
        self.assertEqual(report["summary"], {"errors": 2, "warnings": 2, "fixed": 0})
        truncate = report["files"][0]["diagnostics"][1]
        self.assertEqual((truncate["rule"], truncate["line"], truncate["column"], truncate["fix_result"]), ("truncate", 5, 1, {"status": "unfixable"}))

    def test_bytes_of_the_text(self):
        done = self.lint("--format", "json", "-", stdin="SELECT 1;")
        self.assertEqual(done.out, json.dumps(json.loads(done.out), indent=2) + "\n")

    def test_fix(self):
        report = self.json("--fix", "-", stdin="CREATE SEQUENCE s;\n")
        self.assertEqual(report["files"][0]["fixed_sql"], "CREATE SEQUENCE s CACHE 1;\n")
        self.assertEqual(report["summary"], {"errors": 0, "warnings": 0, "fixed": 1})
        self.write("a.sql", "CREATE SEQUENCE s;\n")
        report = self.json("--fix", "a.sql")
        self.assertEqual((report["files"][0]["output_file"], report["files"][0]["fixed_sql"]), ("a-fixed.sql", None))

    def test_bytes_that_are_no_text(self):
        self.write("latin.sql", b"SELECT '\xe4';")
        self.assertEqual(self.json("latin.sql")["files"][0]["error"], "Error reading 'latin.sql': file contained non-UTF-8 bytes")
        self.assertEqual(self.json("-", stdin=b"\xff")["files"][0]["error"], "Error reading '<stdin>': stdin contained non-UTF-8 bytes")


class OtherFormats(Case):
    def test_sarif(self):
        self.write("bad.sql", BAD)
        run = json.loads(self.lint("--format", "sarif", "bad.sql", "nosuch.sql").out)["runs"][0]
        self.assertEqual([r["ruleId"] for r in run["results"]], ["serial_type", "truncate", "index_async", "index_using", "sequence_cache_missing"])
        self.assertEqual({r["id"] for r in run["tool"]["driver"]["rules"]}, {r["ruleId"] for r in run["results"]})
        self.assertEqual([r["level"] for r in run["results"]], ["warning", "error", "warning", "note", "note"])
        region = run["results"][0]["locations"][0]["physicalLocation"]
        self.assertEqual((region["artifactLocation"]["uri"], region["region"]), ("bad.sql", {"startLine": 2, "startColumn": 6}))
        change = run["results"][2]["fixes"][0]["artifactChanges"][0]["replacements"][0]
        self.assertEqual((change["deletedRegion"]["byteLength"], change["insertedContent"]["text"]), (0, " ASYNC"))
        self.assertFalse(run["invocations"][0]["executionSuccessful"])

    def test_github(self):
        lines = self.lint("--format", "github", "-", stdin="TRUNCATE t;\nCREATE INDEX i ON t (a);").out.splitlines()
        self.assertTrue(lines[0].startswith("::error file=<stdin>,line=1,col=1,title=truncate::TRUNCATE is not supported"), lines)
        self.assertTrue(lines[1].startswith("::warning file=<stdin>,line=2,"), lines)


class Files(Case):
    def test_fix_leaves_the_input_and_replaces_the_output(self):
        self.write("a.sql", "CREATE SEQUENCE s;\n")
        self.write("a-fixed.sql", "old")
        os.chmod(self.path("a-fixed.sql"), 0o600)
        self.lint("--fix", "a.sql")
        self.assertEqual(self.read("a.sql"), "CREATE SEQUENCE s;\n")
        self.assertEqual(self.read("a-fixed.sql"), "CREATE SEQUENCE s CACHE 1;\n")
        self.assertEqual(stat.S_IMODE(os.stat(self.path("a-fixed.sql")).st_mode), 0o600)
        self.assertEqual(sorted(os.listdir(self.folder.name)), ["a-fixed.sql", "a.sql"])
        self.write("noext", "SELECT 1;")
        self.lint("--fix", "noext")
        self.assertEqual(self.read("noext-fixed"), "SELECT 1;")

    def test_output_is_never_the_input(self):
        self.write("a.sql", "CREATE SEQUENCE s;\n")
        done = self.lint("--fix", "-o", "./a.sql", "a.sql")
        self.assertEqual((done.returncode, done.err.splitlines()[0]),
                         (1, "Error: output path './a.sql' is the same as input 'a.sql'. Use a different output path."))
        done = self.lint("--fix", "-o", "no/where.sql", "a.sql")
        self.assertEqual((done.returncode, done.err.splitlines()[0]), (1, "Error writing 'no/where.sql': No such file or directory (os error 2)"))

    def test_standard_input_and_output(self):
        done = self.lint("--fix", "-", stdin="-- c\nCREATE INDEX i ON t (a);\n")
        self.assertEqual((done.returncode, done.out), (3, "-- c\nCREATE INDEX ASYNC i ON t (a);\n"))
        self.lint("--fix", "-o", "o.sql", "-", stdin="SELECT 1;")
        self.assertEqual(self.read("o.sql"), "SELECT 1;")

    def test_folders_and_patterns(self):
        for name in ("db/2.sql", "db/1.sql", "db/deep/er/3.sql", "db/readme.txt", "db/1-fixed.sql"):
            self.write(name, "TRUNCATE t;")
        names = lambda *words: [file["file"] for file in self.json(*words)["files"]]  # noqa: E731
        self.assertEqual(names("db"), ["db/1-fixed.sql", "db/1.sql", "db/2.sql", "db/deep/er/3.sql"])
        self.assertEqual(names("db/*.sql"), ["db/1-fixed.sql", "db/1.sql", "db/2.sql"])
        self.assertEqual(names("db/**/*.sql"), ["db/1-fixed.sql", "db/1.sql", "db/2.sql", "db/deep/er/3.sql"])
        self.assertEqual(names("db/[2-3].sql"), ["db/2.sql"])
        self.assertEqual(names("--fix", "db"), ["db/1.sql", "db/2.sql", "db/deep/er/3.sql"])

    def test_files_are_one_schema(self):
        self.write("1.sql", "CREATE TABLE t (id int PRIMARY KEY);")
        self.write("2.sql", "ALTER TABLE t DROP COLUMN id;")
        report = self.json("1.sql", "2.sql")
        self.assertEqual([d["rule"] for d in report["files"][1]["diagnostics"]], ["primary_key_removal"])
        self.assertEqual(self.json("2.sql")["files"][0]["diagnostics"], [])

    def test_watching(self):
        import time
        self.write("a.sql", "SELECT 1;")
        child = subprocess.Popen([LINT, "--watch", "a.sql"], stderr=subprocess.PIPE, cwd=self.folder.name)
        self.addCleanup(child.stderr.close)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        self.assertEqual(child.stderr.readline(), b"All statements compatible with DSQL.\n")
        child.stderr.readline()
        time.sleep(0.05)
        self.write("a.sql", "TRUNCATE t;")
        self.assertTrue(child.stderr.readline().startswith(b"a.sql:1: ERROR"))


class Scripts(Case):
    def rules(self, sql, *words):
        return [(d["rule"], d["line"]) for d in self.json(*words, "-", stdin=sql)["files"][0]["diagnostics"]]

    def test_what_psql_and_pg_dump_write(self):
        self.assertEqual(self.rules("\ufeffTRUNCATE t;"), [("truncate", 1)])
        self.assertEqual(self.rules("SELECT 1;\r\nTRUNCATE t;\r\n"), [("truncate", 2)])
        self.assertEqual(self.rules("\\set x 1\n\\i y.sql\nCOPY t FROM stdin;\nTRUNCATE; it's\n\\.\n\nTRUNCATE t;"), [("truncate", 7)])
        self.assertEqual(self.rules("SELECT $$;$$, ';'; TRUNCATE t"), [("truncate", 1)])

    def test_long_lines_take_linear_time(self):
        import resource
        self.write("long.sql", " ".join(f"INSERT INTO t VALUES ({i});" for i in range(34500)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertEqual(self.lint("long.sql").returncode, 0)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Ten times what it takes: a quadratic reader needs seconds.
        self.assertLess(after.ru_utime - before.ru_utime, 1.5)

    def test_choosing_rules(self):
        sql = "TRUNCATE t;\nVACUUM;\nLISTEN c;"
        self.assertEqual(self.rules(sql, "--rule", "truncate,unsupported_listen"), [("truncate", 1), ("unsupported_listen", 3)])
        self.assertEqual(self.rules(sql, "--ignore", "truncate", "--ignore", "unsupported_vacuum"), [("unsupported_listen", 3)])

    def test_months(self):
        self.assertEqual(self.rules("SELECT 1 FROM t FOR KEY SHARE"), [])
        self.assertEqual(self.rules("SELECT 1 FROM t FOR KEY SHARE", "--as-of", "2026-07"), [("locking_clause_before_2026_08", 1)])

    def test_a_second_fix_changes_nothing(self):
        once = self.lint("--fix", "-", stdin=BAD).out
        self.assertEqual(self.lint("--fix", "-", stdin=once).out, once)
        self.assertEqual(once.count("-- c"), 1)


class Names(Case):
    def test_one_tool_under_three_names(self):
        self.write("bad.sql", BAD)
        os.symlink(LOCAL, self.path("dsql-lint"))
        reports = {self.lint("--format", "json", "bad.sql", program=program).out
                   for program in ((LINT,), (LOCAL, "lint"), (self.path("dsql-lint"),))}
        self.assertEqual(len(reports), 1)

    def test_the_tool_stands_alone(self):
        libraries = subprocess.run(["ldd", LINT], capture_output=True, text=True, check=False).stdout
        for name in ("rocksdb", "boost", "ssl", "libpq."):
            self.assertNotIn(name, libraries)


if __name__ == "__main__":
    unittest.main()
