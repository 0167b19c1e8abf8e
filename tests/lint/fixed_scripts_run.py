#!/usr/bin/env python3
"""Repaired scripts run: every script of a folder is repaired, lints clean, and each of its statements is accepted.

  fixed_scripts_run.py DSQL_LINT FOLDER        beside a server that tests/with_server.py started
"""
import glob
import json
import os
import subprocess
import sys


def run(script, attempts=5):
    """psql over the script; again from the beginning where an index that became ready made a statement start anew."""
    for _ in range(attempts):
        done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"], input=script, capture_output=True)
        if done.returncode == 0 or b"OC001" not in done.stderr:
            break
        reset()
    return done


def main():
    lint, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    failures = 0
    for path in sorted(glob.glob(os.path.join(folder, "*.sql"))):
        name = os.path.basename(path)
        with open(path, "rb") as file:
            source = file.read()
        before = run(source)
        if before.returncode == 0:
            failures += 1
            print(f"{name}: runs as it is, so its repair shows nothing")
        reset()
        fixed = subprocess.run([lint, "--fix", "-"], input=source, capture_output=True)
        report = json.loads(subprocess.run([lint, "--format", "json", "-"], input=fixed.stdout, capture_output=True).stdout)
        left = report["files"][0]["diagnostics"]
        if fixed.returncode not in (0, 3) or left:
            failures += 1
            print(f"{name}: exit {fixed.returncode}, left over: {[d['rule'] for d in left]}")
        ran = run(fixed.stdout)
        if ran.returncode != 0:
            failures += 1
            print(f"{name}: {ran.stderr.decode()}\n{fixed.stdout.decode()}")
        reset()
    return 1 if failures else 0


def reset():
    """Empties the cluster, through the control port."""
    import urllib.request
    request = urllib.request.Request(f"http://{os.environ['DSQL_CONTROL']}/_local/reset", method="POST", data=b"{}")
    urllib.request.urlopen(request, timeout=30).read()


if __name__ == "__main__":
    sys.exit(main())
