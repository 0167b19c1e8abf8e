#!/usr/bin/env python3
"""The compatibility tables are what the rules say.

  compatibility.py DSQL_LOCAL ROOT [--write]

dsqlrules/COMPATIBILITY.md is the output of `dsql-local rules --format md`; README.md carries, between two markers, how
many rules each family has. --write puts both right.
"""
import os
import re
import subprocess
import sys

BEGIN, END = "<!-- rules: begin -->\n", "<!-- rules: end -->"


def summary(table):
    """A row a family: how many rules, and the first few of them."""
    rows = ["| | rules | for instance |\n|---|---:|---|\n"]
    for family in re.split(r"^## ", table, flags=re.M)[1:]:
        title = family.splitlines()[0]
        ids = re.findall(r"^\| `(\w+)`", family, flags=re.M)
        rows.append(f"| {title} | {len(ids)} | {', '.join(f'`{name}`' for name in ids[:4])}, … |\n")
    return "".join(rows)


def main():
    program, root = sys.argv[1], sys.argv[2]
    table = subprocess.run([program, "rules", "--format", "md"], check=True, capture_output=True, text=True).stdout
    paths = [os.path.join(root, "dsqlrules", "COMPATIBILITY.md"), os.path.join(root, "README.md")]
    with open(paths[1], encoding="utf-8") as file:
        readme = file.read()
    if BEGIN not in readme or END not in readme:
        print("README.md has no markers for the table of rules")
        return 1
    before, rest = readme.split(BEGIN, 1)
    wanted = [table, before + BEGIN + summary(table) + END + rest.split(END, 1)[1]]
    failures = 0
    for path, text in zip(paths, wanted):
        if "--write" in sys.argv:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            continue
        with open(path, encoding="utf-8") as file:
            if file.read() != text:
                failures += 1
                print(f"{path} is not what the rules say: python3 tests/lint/compatibility.py {program} . --write")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
