#!/usr/bin/env python3
"""Rules about the source tree that no compiler checks.

  structure.py CHECK… [--root DIR]     exit 1 and one line a finding when a rule is broken
  structure.py --self-test             every check must find what is wrong with a small bad tree
  structure.py --list

Each check takes the root and yields (path, line, text).
"""
import argparse
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
CODE = ("dsqlrules", "engine", "wire", "harness")
SKIPPED_FOLDERS = {"build", ".git", "node_modules", "__pycache__", ".cache"}


def files(root, tops=None, suffixes=None):
    """Paths below the root, relative to it, in a fixed order."""
    for top in tops or ("",):
        for folder, subfolders, names in os.walk(os.path.join(root, top)):
            subfolders[:] = sorted(s for s in subfolders if s not in SKIPPED_FOLDERS)
            for name in sorted(names):
                if suffixes is None or name.endswith(suffixes):
                    yield os.path.relpath(os.path.join(folder, name), root)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def without_comments(text):
    """C++ text with comments blanked; strings and line numbers stay."""
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''

    def blank(match):
        token = match.group(0)
        return re.sub(r"[^\n]", " ", token) if token.startswith(("//", "/*")) else token

    return re.sub(pattern, blank, text, flags=re.S)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def read_ranks(root):
    ranks = {}
    for line in read(root, "tests/structure/ranks.txt").splitlines():
        words = line.split("#")[0].split()
        if words:
            ranks[words[1]] = int(words[0])
    return ranks


def folder_of(path):
    return "/".join(path.split("/")[:2])


# Libraries that one part of the project owns: pattern of the include, folders that may use it.
OWNED_LIBRARIES = (
    (r"<(pg_query|protobuf/pg_query)", ("dsqlrules/parse",)),
    (r"<protobuf-c/", ("dsqlrules/", "engine/bind/")),  # walks over trees by their descriptors
    (r"<rocksdb/", ("engine/storage",)),
    (r"<(boost/asio|boost/beast|openssl/ssl)", ("wire/", "harness/")),
    (r"<libpq", ("harness/",)),
)


def check_ranks(root):
    """A file includes its own folder or folders of smaller rank; harness reaches servers over the wire."""
    ranks = read_ranks(root)
    for path in files(root, CODE, (".h", ".cc")):
        own = folder_of(path)
        if own not in ranks:
            yield path, 1, f"folder {own} has no rank in tests/structure/ranks.txt"
            continue
        text = without_comments(read(root, path))
        for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*("([^"]+)"|<[^>]+>)', text, re.M):
            line, included = line_of(text, match.start(1)), match.group(2)
            if included is None:
                for pattern, owners in OWNED_LIBRARIES:
                    if re.match(pattern, match.group(1)) and not path.startswith(owners):
                        yield path, line, f"{match.group(1)} belongs to {' and '.join(owners)}"
                continue
            target = folder_of(included)
            if target not in ranks:
                yield path, line, f'"{included}" is not written from the root'
            elif target != own and ranks[target] >= ranks[own]:
                yield path, line, f'"{included}" has rank {ranks[target]}, this file {ranks[own]}'
            elif own.startswith("harness/") and target.startswith(("engine/", "wire/")) and ranks[own] < 45:
                yield path, line, f'"{included}": of the harness only local and cli include the server'


def arguments_at(text, opening):
    """The text between the parenthesis at `opening` and its partner."""
    depth, i = 0, opening
    while i < len(text):
        if text[i] == '"':
            i += 1
            while i < len(text) and text[i] != '"':
                i += 2 if text[i] == "\\" else 1
        elif text[i] == "(":
            depth += 1
        elif text[i] == ")":
            depth -= 1
            if depth == 0:
                return text[opening + 1:i]
        i += 1
    return text[opening + 1:]


def check_texts(root):
    """User-visible text stands in dsqlrules/conditions, and SqlError is thrown by raise() alone."""
    for path in files(root, ("dsqlrules", "engine", "wire"), (".h", ".cc")):
        if path.startswith("dsqlrules/conditions/"):
            continue
        text = without_comments(read(root, path))
        for match in re.finditer(r"\b(?:raise|error|SqlError)\s*(\()\s*(?:std::string(?:_view)?\s*[({]\s*)?(?:fmt::format\s*\(\s*)?\"", text):
            yield path, line_of(text, match.start()), "text of an error outside dsqlrules/conditions"
        for match in re.finditer(r"\bwith_(?:detail|hint|context)\s*(\()", text):
            if re.search(r'"[^"\n]*\w \w[^"\n]*"', arguments_at(text, match.start(1))):
                yield path, line_of(text, match.start()), "text of a detail or hint outside dsqlrules/conditions"
        for match in re.finditer(r"\bthrow\s+(?:\w+::)*SqlError\b", text):
            yield path, line_of(text, match.start()), "an SqlError is raised by raise()"


def check_names(root):
    """No folder or file is named after nothing in particular."""
    for path in files(root):
        for part in path.split("/"):
            words = re.split(r"[^a-z]+", part.lower())
            bad = {"common", "util", "utils", "misc", "helper", "helpers", "manager", "managers"} & set(words)
            if bad:
                yield path, 1, f"the name says nothing: {sorted(bad)[0]}"
                break


def check_sizes(root):
    """No source file is longer than 600 lines."""
    for path in files(root, None, (".h", ".cc", ".py", ".js", ".sh", "dev")):
        lines = read(root, path).count("\n")
        if lines > 600:
            yield path, 601, f"{lines} lines; split it by what it is about"


AMBIENT = re.compile(
    r"_clock::now\s*\(|\bclock_gettime\b|\bgettimeofday\b|(?<![\w:.>])(?:std::|::)?time\s*\(\s*(?:NULL|nullptr|0|&)"
    r"|\brandom_device\b|(?<![\w:.>])(?:std::|::)?s?rand\s*\(|\bgetrandom\b|\bRAND_bytes\b|this_thread::sleep_(?:for|until)\b|\bu?sleep\s*\(\d")
# Where the world is read: the environment itself, and certificates, whose dates and keys are the machine's.
AMBIENT_HOMES = re.compile(r"^(engine/fleet/environment\w*|wire/net/(tls|cert)\w*)\.(h|cc)$")


def check_environment(root):
    """Time, chance and sleep come from the Environment."""
    for path in files(root, ("dsqlrules", "engine", "wire"), (".h", ".cc")):
        if AMBIENT_HOMES.match(path):
            continue
        text = without_comments(read(root, path))
        for match in AMBIENT.finditer(text):
            yield path, line_of(text, match.start()), f"{match.group(0).strip()} outside the Environment"


MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|home|root|Users)/[\w.]")


def check_paths(root):
    """No file names a path of one machine."""
    for path in files(root):
        if path.endswith((".png", "package-lock.json")):
            continue
        text = read(root, path)
        for match in MACHINE_PATH.finditer(text):
            yield path, line_of(text, match.start()), f"a path of a machine: {text[match.start():match.start() + 30]!r}"


def check_headers(root):
    """A header opens with a paragraph that says what it is, and is included once."""
    for path in files(root, CODE, (".h",)):
        text = read(root, path)
        if not text.startswith("// "):
            yield path, 1, "a header opens with a paragraph that says what it is"
        if not re.search(r"^#pragma once$", text, re.M):
            yield path, 1, "#pragma once is missing"


CHECKS = {name[len("check_"):]: function for name, function in list(globals().items()) if name.startswith("check_")}

# A tree in which everything is wrong: check → the files with the finding it must make.
BAD_TREE = {
    "ranks": {
        "engine/types/a.h": '#include "engine/txn/b.h"\n',
        "engine/txn/b.cc": "#include <boost/asio.hpp>\n",
        "engine/txn/c.cc": '#include "b.h"\n',
        "engine/plan/f.cc": "#include <pg_query.h>\n",
        "engine/attic/d.cc": "int d;\n",
        "harness/script/e.cc": '#include "wire/server/server.h"\n',
    },
    "texts": {
        "engine/types/a.cc": 'void f() { raise("division by zero"); }\n',
        "engine/types/b.cc": 'auto e = error(row).with_detail(fmt::format("Key ({}) is there", key));\n',
        "wire/pg/c.cc": "void f() { throw rules::SqlError(a, b); }\n",
    },
    "names": {"engine/types/string_util.h": "\n", "engine/common/x.h": "\n", "tests/helpers.py": "\n"},
    "sizes": {"engine/types/long.cc": "int x;\n" * 601},
    "environment": {
        "engine/txn/a.cc": "auto t = std::chrono::system_clock::now();\n",
        "engine/txn/b.cc": "int r = rand();\n",
        "wire/pg/c.cc": "std::this_thread::sleep_for(delay);\n",
    },
    "paths": {"README.md": "see /ho" + "me/someone/notes\n"},
    "headers": {"engine/types/a.h": "int a;\n"},
}
# What must not be reported.
GOOD_TREE = {
    "engine/types/good.h": '// What it is.\n#pragma once\n#include <vector>\n#include "dsqlrules/conditions/condition.h"\n',
    "engine/types/good.cc": '#include "engine/types/good.h"\n// raise("only a comment"), system_clock::now()\n'
                            'void f() { raise(conditions::overflow, "integer"); now(); }\n',
    "engine/fleet/environment.cc": "auto t = std::chrono::system_clock::now();\n",
    "harness/local/cluster.cc": '#include "wire/server/server.h"\n',
    "wire/pg/good.cc": 'auto e = error(row).with_detail(text);\n',
}


def self_test():
    ranks = read(os.path.dirname(os.path.dirname(HERE)), "tests/structure/ranks.txt")
    failures = 0
    for name, check in CHECKS.items():
        for tree, wanted in ((BAD_TREE.get(name, {}), True), (GOOD_TREE, False)):
            with tempfile.TemporaryDirectory() as root:
                for path, text in {**tree, "tests/structure/ranks.txt": ranks}.items():
                    os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                    with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                        file.write(text)
                found = {path for path, _, _ in check(root)}
                expected = set(tree) if wanted else set()
                if found != expected or (wanted and not expected):
                    failures += 1
                    print(f"self-test of {name}: found {sorted(found)}, wanted {sorted(expected)}")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checks", nargs="*", metavar="CHECK")
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(HERE)))
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        for name, check in CHECKS.items():
            print(f"{name}: {check.__doc__}")
        return 0
    if options.self_test:
        return 1 if self_test() else 0
    findings = 0
    for name in options.checks or CHECKS:
        for path, line, text in CHECKS[name](options.root):
            findings += 1
            print(f"{path}:{line}: {text} [{name}]")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
