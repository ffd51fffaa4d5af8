#!/usr/bin/env python3
"""Makes crates/attache-model/src/unicode.rs: the kinds of characters that splitting into pieces asks for.

    python3 training/unicode_tables.py > crates/attache-model/src/unicode.rs

The categories are those of Python's own Unicode database (Unicode Character Database, Unicode licence).
"""

import sys
import unicodedata

TABLES = [
    ("ACCENTS", "Nonspacing marks (Mn).", ("Mn",)),
    ("PUNCTUATION", "Punctuation (P).", ("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po")),
    ("UNSEEN", "Control characters, format characters and private use (Cc, Cf, Co).", ("Cc", "Cf", "Co")),
]
LINE = 118


def ranges(categories):
    """First and last character of each run of characters of these categories."""
    runs = []
    for point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(point)) in categories:
            if runs and runs[-1][1] == point - 1:
                runs[-1][1] = point
            else:
                runs.append([point, point])
    return runs


print("//! Kinds of characters, as runs (first, last) in rising order. Made by `training/unicode_tables.py` from the Unicode")
print(f"//! Character Database, version {unicodedata.unidata_version}; don't edit it by hand.")
for name, what, categories in TABLES:
    runs = ranges(categories)
    print(f"\n/// {what}")
    print("#[rustfmt::skip]")
    print(f"pub(crate) const {name}: [(u32, u32); {len(runs)}] = [")
    line = "   "
    for first, last in runs:
        item = f" (0x{first:x}, 0x{last:x}),"
        if len(line) + len(item) > LINE:
            print(line)
            line = "   "
        line += item
    print(line)
    print("];")
