"""Looks codes up in pydicom's code dictionaries, which are made from PS3.16.

Reads a JSON array of [value, scheme] from the first argument; prints for each [meaning, context groups], or null.
"""

import json
import sys

from pydicom.sr._concepts_dict import concepts

known = {}
for scheme, names in concepts.items():
    for codes in names.values():
        for value, (meaning, groups) in codes.items():
            known[(value, scheme)] = [meaning, groups]

json.dump([known.get((value, scheme)) for value, scheme in json.loads(sys.argv[1])], sys.stdout)
