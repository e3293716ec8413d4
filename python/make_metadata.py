#!/usr/bin/env python3
"""Prints metadata.json for datasette: what docs/schema.md says of every table, view and column.

    python/make_metadata.py > python/metadata.json
    datasette fusiongrid.sqlite --metadata python/metadata.json
"""

from __future__ import annotations

import json
import re
from pathlib import Path

SCHEMA = Path(__file__).parent.parent / "docs" / "schema.md"


def plain(text: str) -> str:
    """Links become their words."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def metadata(markdown: str) -> dict:
    tables: dict[str, dict] = {}
    for section in re.split(r"^### ", markdown, flags=re.MULTILINE)[1:]:
        head, _, rest = section.partition("\n")
        name = head.strip().strip("`")
        # Up to the next heading; columns are the rows of the one table.
        rest = re.split(r"^#", rest, flags=re.MULTILINE)[0]
        words = plain(" ".join(line.strip() for line in rest.split("|", 1)[0].splitlines() if line.strip()))
        columns = {
            column: plain(meaning.strip()).replace("\\|", "|")
            for column, meaning in re.findall(r"^\| `(\w+)` \| \w+ \| (.*) \|$", rest, flags=re.MULTILINE)
        }
        if columns:
            tables[name] = {**({"description": words} if words else {}), "columns": columns}
    return {
        "title": "fusiongrid results",
        "description": "Jobs, metrics, attention and samples of diffusion transformers with text; start with the views",
        "databases": {"fusiongrid": {"tables": tables}},
    }


if __name__ == "__main__":
    print(json.dumps(metadata(SCHEMA.read_text(encoding="utf-8")), indent=1, ensure_ascii=False))
