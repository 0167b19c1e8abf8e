#!/usr/bin/env python3
"""Whether engine and linter refuse the same statements by the same rules.

  lint_agreement.py --shared DIR --program DSQL_LOCAL --lint DSQL_LINT [--limit N] [--verbose]

Every statement of the recordings, the skill queries, PostgreSQL's regression scripts and the lint corpus is given to
both. What a statement breaks by its syntax, the engine must answer with the text of lint's first finding; what lint
does not report, the engine must not refuse by such a rule. No statement that a real cluster accepted may be reported.
Exits 0 when that holds.
"""
import argparse
import collections
import concurrent.futures
import glob
import json
import os
import re
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from with_server import Server  # noqa: E402

# Rules that no single statement shows: counts of objects.
COUNTED = {"schema_count", "table_count", "view_count", "sequence_count", "table_indexes", "table_statistics"}
# What lint reports by its first words although the grammar refuses the rest of it.
BY_WORDS = {"unsupported_create_procedure", "unsupported_create_trigger", "unsupported_drop_trigger",
            "unsupported_create_extension", "unsupported_create_policy", "unsupported_create_database",
            "unsupported_lock_table", "unsupported_materialized_view"}
# Answers that the engine gives with its catalog, in the words of rules that syntax decides elsewhere.
CATALOG = re.compile(r"identity column type must be bigint$|DROP CONSTRAINT statement$|^datatype record not supported$")
# A type that has no values even while a query runs: whose name it is, the search path decides.
RUNTIME_TYPE = re.compile(r"^datatype .* not supported$")
# The binder's last resort. What the rules let through, the engine must know.
UNFORESEEN = re.compile(r"^unsupported (syntax \(parse node|form of )")
# What psql fills in before it sends a statement.
VARIABLE = re.compile(r"(?<![:\w\])]):[a-zA-Z_'\"]")
TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|(\$\w*\$).*?\1|;|.""", re.S)


def split(text):
    """Statements of a script; psql's commands and the data of COPY are left out."""
    text = re.sub(r"(?im)^(copy [^;]*from stdin[^;]*;)\n(?:.*\n)*?\\\.$", r"\1", text)
    text = re.sub(r"(?m)^\\.*$", "", text)
    statement = []
    for match in TOKEN.finditer(text):
        token = match.group(0)
        if token.startswith(("--", "/*")):
            statement.append(" ")
        elif token == ";":
            yield "".join(statement).strip()
            statement = []
        else:
            statement.append(token)
    yield "".join(statement).strip()


def statements(shared):
    """(where from, statement), each statement once."""
    seen = set()

    def fresh(source, texts):
        for text in texts:
            text = re.sub(r"\s*\\g\w*\s*.*$", "", text)
            if text and text not in seen and "\\g" not in text and not (VARIABLE.search(text) and "[" not in text):
                seen.add(text)
                yield source, text

    for path in sorted(glob.glob(f"{shared}/golden/*.json")):
        with open(path, encoding="utf-8") as file:
            for case in json.load(file)["cases"]:
                yield from fresh("golden", [s.rstrip("; ") for s in case["steps"] or [] if isinstance(s, str)])
    for path in [f"{shared}/queries/skill-queries.sql", *sorted(glob.glob(f"{shared}/suites/data/pg15/shown/*.sql")),
                 *sorted(glob.glob(f"{shared}/lint-corpus/dev/files/*/*.sql"))]:
        with open(path, encoding="utf-8") as file:
            yield from fresh(os.path.basename(path), split(file.read()))
    for part in ("dev", "probes"):
        with open(f"{shared}/lint-corpus/{part}/cases.jsonl", encoding="utf-8") as file:
            for line in file:
                case = json.loads(line)
                if case["dialect"] == "postgres":
                    yield from fresh(case["id"], split(case["sql"]))


def accepted_by_the_service(shared):
    """Statements that a real cluster executed: the recordings, and the clean cases of AWS's tests."""
    found = set()
    for path in sorted(glob.glob(f"{shared}/golden/*.json")):
        with open(path, encoding="utf-8") as file:
            for case in json.load(file)["cases"]:
                for step, seen in zip(case["steps"] or [], case.get("observations") or []):
                    if isinstance(step, str) and seen["outcome"] == "ok":
                        found.add(step.rstrip("; "))
    for part in ("dev",):
        with open(f"{shared}/lint-corpus/{part}/cases.jsonl", encoding="utf-8") as file:
            for line in file:
                case = json.loads(line)
                if case["group"].startswith("clean") or case["group"] == "supported_type":
                    found.update(filter(None, split(case["sql"])))
    return found


def lint_of(lint, sql):
    done = subprocess.run([lint, "--format", "json", "-"], input=sql.encode(), capture_output=True)
    return json.loads(done.stdout)["files"][0]["diagnostics"]


class Engine:
    """One connection, renewed when a statement leaves it unusable."""

    def __init__(self, port):
        self.port, self.connection = port, None

    def error(self, sql):
        """(SQLSTATE, message) of what the engine answers, None when it accepts the statement."""
        import psycopg
        if self.connection is None or self.connection.closed:
            self.connection = psycopg.connect(f"host=127.0.0.1 port={self.port} user=admin dbname=postgres sslmode=disable", autocommit=True)
        timer = threading.Timer(10, self.connection.cancel)
        timer.start()
        try:
            self.connection.execute(sql)
            return None
        except psycopg.Error as error:
            return (error.sqlstate, error.diag.message_primary or str(error))
        finally:
            timer.cancel()
            if not self.connection.closed and self.connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                try:
                    self.connection.execute("ROLLBACK")
                except psycopg.Error:
                    self.connection.close()


def pattern_of(message):
    return re.compile("^" + ".*".join(re.escape(piece) for piece in re.split(r"\{[^}]*\}", message)) + "$", re.S)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--lint", required=True)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    shared, lint = os.path.abspath(options.shared), os.path.abspath(options.lint)
    rules = json.loads(subprocess.run([options.program, "rules", "--format", "json"], capture_output=True, check=True).stdout)
    by_syntax = {r["id"] for r in rules if r["phase"] in ("parse", "screen", "shape")} - COUNTED - {"key_type", "declared_key_size"}
    # Messages that only such a rule has; a text that a rule shares with the catalog's own errors decides nothing.
    decisive = [(r["sqlstate"], pattern_of(r["message"])) for r in rules
                if r["id"] in by_syntax and r["message"] != "{}" and r["sqlstate"] in ("0A000", "42601", "54000", "54011")]
    todo = [item for item in statements(shared) if not re.match(r"(?is)\s*copy\b.*\bstd(in|out)\b", item[1])]
    todo = todo[:options.limit] if options.limit else todo
    accepted = accepted_by_the_service(shared)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda item: lint_of(lint, item[1]), todo))
    server = Server(options.program, ("--auth", "trust", "--tls", "optional"))
    engine, totals, failures = Engine(server.ready["pg_port"]), collections.Counter(), []
    for (source, sql), report in zip(todo, reports):
        totals["statements"] += 1
        first = next((d for d in report if d["dsql_rule"] in by_syntax), None)
        answer = engine.error(sql)
        if first and first["dsql_rule"] in BY_WORDS and answer and answer[1] != first["service_message"]:
            totals["named by their first words where the grammar stops"] += 1
        elif first:
            totals["refused by both"] += 1
            if answer is None or answer[1] != first["service_message"]:
                failures.append((source, sql, f"lint: {first['dsql_rule']}: {first['service_message']}", f"engine: {answer}"))
        elif answer and any(answer[0] == state and pattern.match(answer[1]) for state, pattern in decisive):
            in_expression = not re.match(r"(?is)\s*(create|alter)\s", sql)
            if CATALOG.search(answer[1]) or (in_expression and RUNTIME_TYPE.match(answer[1])):
                totals["refused by the engine with its catalog"] += 1
                continue
            failures.append((source, sql, "lint: nothing", f"engine: {answer}"))
        elif answer and UNFORESEEN.match(answer[1]):
            failures.append((source, sql, "lint: nothing", f"engine: {answer}"))
        else:
            totals["refused by neither"] += 1
        if report and sql in accepted and (answer is None or first):
            failures.append((source, sql, f"lint: {report[0]['rule']}", "the service accepted it"))
    for source, sql, ours, theirs in failures[:None if options.verbose else 40]:
        print(f"  {source}: {' '.join(sql.split())[:150]}\n      {ours}\n      {theirs}")
    for what, times in totals.items():
        print(f"  {times:6} {what}")
    print(f"  {len(failures):6} disagreements")
    stopped = server.stop()
    return 1 if failures else stopped


if __name__ == "__main__":
    sys.exit(main())
