"""The pictures of Noto Color Emoji: PNG bitmaps in the font's CBDT table, found through its cmap and ligatures."""

import io
from pathlib import Path

from catalogue import PRESENTATION
from fontTools.ttLib import TTFont
from PIL import Image

FONT = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")


class Noto:
    def __init__(self, path: Path = FONT):
        font = TTFont(path, lazy=True)
        self.letters = font.getBestCmap()
        self.bitmaps = font["CBDT"].strikeData[0]
        self.ligatures = {}
        for lookup in font["GSUB"].table.LookupList.Lookup:
            for table in lookup.SubTable:
                for first, ligatures in getattr(table, "ligatures", {}).items():
                    for ligature in ligatures:
                        self.ligatures[(first, *ligature.Component)] = ligature.LigGlyph

    def picture(self, points: tuple[int, ...]) -> Image.Image | None:
        """RGBA; nil where the font draws nothing, or several glyphs, for the sequence."""
        glyphs = tuple(self.letters.get(point) for point in points if point != PRESENTATION)
        glyph = glyphs[0] if len(glyphs) == 1 else self.ligatures.get(glyphs)
        bitmap = self.bitmaps.get(glyph)
        return Image.open(io.BytesIO(bitmap.imageData)).convert("RGBA") if bitmap else None
