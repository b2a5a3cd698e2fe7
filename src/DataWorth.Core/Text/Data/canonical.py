"""Writes canonical.txt from the Unicode Character Database of this Python: python3 canonical.py

Lines, all numbers hexadecimal:
  C0=41 300      the canonical decomposition of a character, which is composed again
  340!300        the same of one that stays decomposed (composition exclusions and single characters)
  300-314:E6     the canonical combining class of a range
"""

import pathlib
import sys
import unicodedata

lines = []
run = None
for point in range(sys.maxunicode + 1):
    character = chr(point)
    decomposed = unicodedata.decomposition(character)
    if decomposed and not decomposed.startswith("<"):
        sign = "=" if unicodedata.normalize("NFC", character) == character else "!"
        lines.append(f"{point:X}{sign}" + " ".join(f"{int(part, 16):X}" for part in decomposed.split()))
    rank = unicodedata.combining(character)
    if run and (rank != run[2] or point != run[1] + 1):
        lines.append(f"{run[0]:X}-{run[1]:X}:{run[2]:X}")
        run = None
    if rank:
        run = (run[0] if run else point, point, rank)
text = f"# Unicode {unicodedata.unidata_version}, by canonical.py; data of the Unicode Character Database (Unicode License v3)\n"
pathlib.Path(__file__).with_name("canonical.txt").write_text(text + "\n".join(lines) + "\n")
