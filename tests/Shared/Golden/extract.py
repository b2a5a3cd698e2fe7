"""Copies the arrays that the tests need out of a larger safetensors file of reference scores.

usage: python3 extract.py SOURCE.safetensors TARGET.safetensors PREFIX [PREFIX ...]

Keeps every tensor whose name starts with one of the prefixes, unchanged, in the order of names. Plain Python, no packages.
"""
import json
import struct
import sys


def main(source, target, prefixes):
    with open(source, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        start = 8 + length
        names = sorted(name for name in header if name != "__metadata__" and name.startswith(tuple(prefixes)))
        kept, parts, offset = {}, [], 0
        for name in names:
            begin, end = header[name]["data_offsets"]
            file.seek(start + begin)
            parts.append(file.read(end - begin))
            kept[name] = dict(header[name], data_offsets=[offset, offset + end - begin])
            offset += end - begin
    text = json.dumps(kept, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(target, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
