#!/usr/bin/env python3
"""Runs the recordings of the real service, and the suites and checkers that stand in SHARED, against the program.

  run.py --shared DIR --program PROGRAM [--length short|long] [--only NAME…]

Each step starts a server of its own. A recorded case that is not answered like the service must be named in
tests/divergences.txt, and one that is named there must still differ. Exits 0 when every step holds.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path.insert(0, TESTS)
from with_server import Server  # noqa: E402

PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
OPEN_DOOR = ("--auth", "trust", "--tls", "optional")  # what the checkers' own clients can use
# Suites of recordings that must hold without exception.
STRICT_SUITES = {"occ_conflict", "transaction", "isolation"}


def read_divergences():
    """`suite/case: reason` lines as a dictionary."""
    found = {}
    path = os.path.join(TESTS, "divergences.txt")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip() and not line.startswith("#"):
                    case, _, reason = line.partition(": ")
                    found[case.strip()] = reason.strip()
    return found


def run(words, **options):
    print("  $ " + " ".join(str(word) for word in words), flush=True)
    return subprocess.run([str(word) for word in words], **options)


def recordings(shared, program, _length):
    """The recordings in both protocol modes, against the list of known divergences."""
    known, failures = read_divergences(), 0
    for mode in ([], ["--prepare"]):
        server = Server(program, OPEN_DOOR)
        with tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "report.json")
            done = run([PYTHON, f"{shared}/golden/replay.py", "--port", server.ready["pg_port"], "--json", report, "--quiet", *mode],
                       stdout=subprocess.PIPE, text=True)
            server.stop()
            print("".join(f"  {line}\n" for line in done.stdout.splitlines()), end="")
            if not os.path.exists(report):
                return 1
            with open(report, encoding="utf-8") as file:
                verdicts = verdicts_of(json.load(file))
        differing = {case for case, same in verdicts.items() if not same}
        unknown = sorted(case for case in differing if case not in known or case.split("/")[0] in STRICT_SUITES)
        stale = sorted(case for case in known if verdicts.get(case))
        print(f"  {len(verdicts) - len(differing)} of {len(verdicts)} as recorded{' (prepared)' if mode else ''}")
        for case in unknown:
            print(f"  differs and is not in divergences.txt: {case}")
        for case in stale:
            print(f"  in divergences.txt but as recorded: {case}")
        failures += len(unknown) + len(stale)
    return failures


def verdicts_of(report):
    """suite/case → whether it is as recorded, from the replay's report."""
    return {f"{case['suite']}/{case['name']}": case["strict"] for case in report}


def snapshot_isolation(shared, program, length):
    server = Server(program, OPEN_DOOR)
    seconds = 60 if length == "long" else 4  # of each probe
    done = run([PYTHON, f"{shared}/suites/si_check.py", "--sut", f"admin@127.0.0.1:{server.ready['pg_port']}/postgres",
                "--seconds", seconds, "--clients", 8])
    return done.returncode or server.stop()


def crashes(shared, program, length):
    with tempfile.TemporaryDirectory() as folder:
        start = (f"{os.path.abspath(program)} serve --listen 127.0.0.1:{{port}} --control 127.0.0.1:0 --data-dir {{dir}} "
                 f"--cert-dir {folder}/certificates {' '.join(OPEN_DOOR)}")
        done = run([PYTHON, f"{shared}/suites/crash_check.py", "--start", start, "--dir", f"{folder}/data", "--user", "admin",
                    "--rounds", 30 if length == "long" else 5])
    return done.returncode


def load(shared, program, length):
    """The benchmark beside PostgreSQL: reported, never a failure, since the machine decides."""
    if length != "long":
        return 0
    with tempfile.TemporaryDirectory() as folder:
        start = (f"{os.path.abspath(program)} serve --listen 127.0.0.1:6000 --control 127.0.0.1:0 --data-dir {folder}/data "
                 f"--cert-dir {folder}/certificates {' '.join(OPEN_DOOR)}")
        environment = {**os.environ, "SUT": "admin@127.0.0.1:6000/postgres", "SUT_START": start, "SUT_WIPE": f"rm -rf {folder}/data",
                       "REF": "pg15-nofsync", "OUT": f"{folder}/ratio.json"}
        run([f"{shared}/bench/run.sh", "--pin", "--repeats", 5], env=environment)
    return 0


def lint(shared, program, length):
    """The linter over its corpus, and whether it refuses what the engine refuses."""
    tool = os.path.join(os.path.dirname(os.path.abspath(program)), "dsql-lint")
    corpus = run([sys.executable, os.path.join(HERE, "lint_corpus.py"), "--shared", shared, "--program", tool]).returncode
    limit = ("--limit", 1500) if length != "long" else ()
    return corpus or run([PYTHON, os.path.join(HERE, "lint_agreement.py"), "--shared", shared, "--program", program, "--lint", tool, *limit]).returncode


STEPS = {"lint": lint, "recordings": recordings, "snapshot_isolation": snapshot_isolation, "crashes": crashes, "load": load}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--length", choices=("short", "long"), default="short")
    parser.add_argument("--only", nargs="*", choices=tuple(STEPS), default=list(STEPS))
    options = parser.parse_args()
    failed = []
    for name in options.only:
        print(f"{name}:", flush=True)
        started = time.monotonic()
        if STEPS[name](os.path.abspath(options.shared), options.program, options.length) != 0:
            failed.append(name)
        print(f"  {time.monotonic() - started:.0f} s", flush=True)
    print(f"acceptance: {'failed: ' + ', '.join(failed) if failed else 'all steps hold'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
