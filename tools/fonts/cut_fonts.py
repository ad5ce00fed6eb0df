"""Cuts the bundled fonts out of the full ones. Called by cut-fonts.sh with the source and the target folder."""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

FULL, CUT = Path(sys.argv[1]), Path(sys.argv[2])

SIMPLIFIED_CHINESE_FACE = 2  # of the collection: Japanese, Korean, Simplified, …


def span(*bounds):
    return {c for first, last in bounds for c in range(first, last + 1)}


SYMBOLS = span(
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x214F),  # letterlike
    (0x2150, 0x218F),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # technical: command key, return
    (0x2460, 0x24FF),  # circled numbers
    (0x25A0, 0x25FF),  # geometric shapes
    (0x2600, 0x26FF),  # miscellaneous: warning sign
    (0x2700, 0x27BF),  # dingbats: check mark, cross
    (0x27F0, 0x27FF),  # long arrows
    (0x2B00, 0x2BFF),  # more arrows
)
LATIN = span((0x20, 0x7E), (0xA0, 0x17F), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x1E00, 0x1EFF)) | SYMBOLS
DRAWING = span((0x2500, 0x259F))  # boxes and blocks


def gb2312():
    """Every character of GB 2312: 6,763 hanzi and its punctuation, Greek, kana and symbols."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                pass


CHINESE = set(gb2312()) | span((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2027), (0x2190, 0x2193), (0x3000, 0x303F), (0xFF01, 0xFFEF))


def cut(font, characters):
    options = Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "STAT", "MVAR", "meta", "kern"]
    options.hinting = False
    options.glyph_names = True
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.name_languages = [0x409]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format != 14]


def to_truetype(font, tolerance):
    """Replaces cubic outlines by quadratic ones that differ by `tolerance` units at most."""
    if "glyf" in font:
        return
    order = font.getGlyphOrder()
    shapes = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(glyf)
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
        "maxCompositeContours", "maxComponentDepth",
    ):
        setattr(maxp, field, 0)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 2.0, [], {}, order
    font.sfntVersion = "\x00\x01\x00\x00"


def rename(font, names):
    for record in font["name"].names:
        text = record.toUnicode()
        for old, new in names.items():
            text = text.replace(old, new)
        record.string = text


def bundle(source, target, characters, face=-1, tolerance=0.5, names={}):
    font = TTFont(FULL / source, fontNumber=face, recalcTimestamp=False)
    cut(font, characters)
    to_truetype(font, tolerance)
    rename(font, names)
    font.save(CUT / target)
    have = set(font.getBestCmap())
    print(f"{target}: {len(font.getGlyphOrder())} glyphs; ASCII missing: {sorted(span((0x20, 0x7E)) - have)}")


for weight in ("Regular", "Medium", "SemiBold", "Bold"):
    bundle(f"opentype/inter/Inter-{weight}.otf", f"Inter-{weight}.ttf", LATIN, names={"Semi Bold": "SemiBold"})
for weight in ("Regular", "Italic", "Medium", "Bold"):
    bundle(f"truetype/jetbrains-mono/JetBrainsMono-{weight}.ttf", f"JetBrainsMono-{weight}.ttf", LATIN | DRAWING)
for weight in ("Regular", "Bold"):
    bundle(
        f"opentype/noto/NotoSansCJK-{weight}.ttc", f"NotoSansSC-{weight}.ttf", CHINESE,
        face=SIMPLIFIED_CHINESE_FACE, tolerance=1.0,
        names={"Noto Sans CJK SC": "Noto Sans SC", "NotoSansCJKsc": "NotoSansSC"},
    )
