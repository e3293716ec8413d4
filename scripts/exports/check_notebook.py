#!/usr/bin/env python3
"""Compares a notebook with what executing it gave: the same cells, and outputs of the same kinds.

Usage: check_notebook.py KEPT EXECUTED
"""

import json
import sys

kept, executed = (json.load(open(path, encoding="utf-8"))["cells"] for path in sys.argv[1:])
assert ["".join(cell["source"]) for cell in kept] == ["".join(cell["source"]) for cell in executed]
for cell, again in zip(kept, executed):
    if cell["cell_type"] == "code":
        kinds = [sorted(sorted(output.get("data", {})) for output in one["outputs"]) for one in (cell, again)]
        assert kinds[0] and kinds[0] == kinds[1], f"outputs of {''.join(cell['source'])[:60]!r}: kept {kinds[0]}, now {kinds[1]}"
print(f"ok    {sum(cell['cell_type'] == 'code' for cell in kept)} cells of the notebook run as kept")
