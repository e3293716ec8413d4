"""Which emoji there are and what they are called: Unicode's list of emoji, CLDR's English names and keywords."""

import re
import xml.etree.ElementTree
from dataclasses import dataclass
from pathlib import Path

EMOJI_LIST = Path("/usr/share/unicode/emoji/emoji-test.txt")
CLDR = Path("/usr/share/unicode/cldr/common")
PRESENTATION = 0xFE0F  # asks for the picture instead of a letter; CLDR and fonts leave it out of sequences
LEFT_OUT = {"Flags", "Component"}


@dataclass(frozen=True)
class Emoji:
    points: tuple[int, ...]
    group: str
    name: str
    keywords: tuple[str, ...]

    @property
    def code(self) -> str:
        """Its code points, as file names: 1f468-200d-1f33e."""
        return "-".join(f"{point:x}" for point in self.points if point != PRESENTATION)


def emoji() -> list[Emoji]:
    """All that have an English name, in Unicode's order, without flags and skin tones."""
    names, keywords = annotations()
    found, group = [], ""
    for line in EMOJI_LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("# group: "):
            group = line.removeprefix("# group: ")
        match = re.match(r"([0-9A-F ]+?) *; fully-qualified", line)
        if not match or group in LEFT_OUT:
            continue
        points = tuple(int(point, 16) for point in match[1].split())
        bare = "".join(chr(point) for point in points if point != PRESENTATION)
        if any(0x1F3FB <= point <= 0x1F3FF for point in points) or bare not in names:
            continue
        found.append(Emoji(points, group, names[bare], keywords.get(bare, ())))
    if len({one.name for one in found}) != len(found):
        raise SystemExit(f"{CLDR}: two emoji have one name")
    return found


def annotations() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    names, keywords = {}, {}
    for folder in ("annotations", "annotationsDerived"):
        for entry in xml.etree.ElementTree.parse(CLDR / folder / "en.xml").iter("annotation"):
            if entry.get("type") == "tts":
                names[entry.get("cp")] = plain(entry.text)
            else:
                keywords[entry.get("cp")] = tuple(plain(word) for word in entry.text.split("|"))
    return names, keywords


def plain(text: str) -> str:
    return text.strip().replace("’", "'").replace("“", '"').replace("”", '"')
