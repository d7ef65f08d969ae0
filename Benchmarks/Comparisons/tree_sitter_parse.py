#!/usr/bin/env python3
"""Parses Nix files with tree-sitter-nix, as often as asked; prints the seconds that each time took.

tree_sitter_parse.py ROUNDS FILES-FILE    the second names the files, one a line

Reading the files is a part of it. Exits with 3 where tree-sitter or its grammar is not installed.
"""

import sys
import time

try:
    import tree_sitter
    import tree_sitter_nix
except ImportError as error:
    print(f"skipped: {error}", file=sys.stderr)
    sys.exit(3)

parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_nix.language()))
with open(sys.argv[2], encoding="utf-8") as names:
    paths = names.read().splitlines()
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    for path in paths:
        with open(path, "rb") as file:
            parser.parse(file.read())
    print(time.perf_counter() - start)
