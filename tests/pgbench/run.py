#!/usr/bin/env python3
"""pgbench by Aurora DSQL's rules, against the server in the PG… environment.

  run.py PGBENCH [--seconds N] [--clients N] [--protocol simple|extended|prepared]

Fills the tables in transactions of at most 3,000 rows, then runs pgbench's own select-only script, a
TPC-B-like one and inserts of 3,000 rows, with conflicts retried. At the end every balance must agree with
the history, and every insert must be there whole.
"""
import argparse
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ACCOUNTS, BRANCHES, TELLERS = 100_000, 10, 100  # accounts: what -S reads at scale 1
ROWS_PER_TRANSACTION = 3_000


def psql(sql):
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{sql}\n{done.stderr}")
    return done.stdout.strip()


def fill():
    for table in ("accounts", "branches", "tellers", "history", "bulk"):
        psql(f"DROP TABLE IF EXISTS pgbench_{table}")
    psql("CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88))")
    psql("CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84))")
    psql("CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84))")
    psql("CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))")
    psql("CREATE TABLE pgbench_bulk (client int, transaction bigint, n int, word text, PRIMARY KEY (client, transaction, n))")
    psql(f"INSERT INTO pgbench_branches SELECT g, 0, '' FROM generate_series(1, {BRANCHES}) g")
    psql(f"INSERT INTO pgbench_tellers SELECT g, (g - 1) / 10 + 1, 0, '' FROM generate_series(1, {TELLERS}) g")
    for first in range(1, ACCOUNTS + 1, ROWS_PER_TRANSACTION):
        last = min(first + ROWS_PER_TRANSACTION - 1, ACCOUNTS)
        psql(f"INSERT INTO pgbench_accounts SELECT g, g % {BRANCHES} + 1, 0, '' FROM generate_series({first}, {last}) g")


def bench(options, words, limit):
    """Runs pgbench; returns the number of transactions that committed."""
    command = [options.pgbench, "-n", "-c", str(options.clients), "-j", "2", "-M", options.protocol,
               "--max-tries=1000", "--failures-detailed", *limit, *words]
    done = subprocess.run(command, capture_output=True, text=True)
    text = done.stdout + done.stderr
    committed = re.search(r"number of transactions actually processed: (\d+)", text)
    if done.returncode != 0 or committed is None or "number of failed transactions: 0 " not in text:
        raise SystemExit(f"{' '.join(command)}\n{text}")
    tps = re.search(r"tps = ([\d.]+)", text)
    retried = re.search(r"number of transactions retried: (\d+)", text)
    print(f"{words[-1].split('/')[-1]}: {committed.group(1)} transactions, {float(tps.group(1)):.0f} tps, "
          f"{retried.group(1) if retried else 0} retried")
    return int(committed.group(1))


def check(got, expected, what):
    if str(got) != str(expected):
        raise SystemExit(f"{what}: {got}, expected {expected}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pgbench")
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--protocol", default="simple")
    options = parser.parse_args()
    seconds = ["-T", str(options.seconds)]
    scale = ["-D", "scale=1"]

    fill()
    bench(options, [*scale, "-S"], seconds)
    sizes = ["-D", f"accounts={ACCOUNTS}", "-D", f"branches={BRANCHES}", "-D", f"tellers={TELLERS}"]
    transfers = bench(options, [*sizes, "-f", os.path.join(HERE, "tpcb.sql")], seconds)
    check(psql("SELECT count(*) FROM pgbench_history"), transfers, "rows of history")
    delta = psql("SELECT sum(delta) FROM pgbench_history")
    for table, column in (("accounts", "abalance"), ("branches", "bbalance"), ("tellers", "tbalance")):
        check(psql(f"SELECT sum({column}) FROM pgbench_{table}"), delta, f"balance of {table}")
    for table, key in (("branches", "bid"), ("tellers", "tid"), ("accounts", "aid")):
        wrong = psql(f"SELECT count(*) FROM pgbench_{table} t JOIN (SELECT {key}, sum(delta) AS delta FROM pgbench_history"
                     f" GROUP BY {key}) h ON h.{key} = t.{key} WHERE t.{table[0]}balance <> h.delta")
        check(wrong, 0, f"rows of {table} that their history does not explain")

    batches = bench(options, ["-f", os.path.join(HERE, "insert3000.sql")], ["-t", "3"])
    check(psql("SELECT count(*) FROM pgbench_bulk"), batches * ROWS_PER_TRANSACTION, "rows inserted")
    print("balances agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
