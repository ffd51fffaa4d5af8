"""Writes weight files of attache-model (`.attw`), and reads them for the reference.

The file, little endian:
    magic `ATTACHEW` | u32 format version | u32 length of the header | u64 length of the whole file |
    u32 CRC-32 (zlib) of all bytes after this field | header, JSON in UTF-8 | zeros up to a multiple of 64 | data
Offsets in the header count from the start of the data. Each tensor and the vocabulary start at a multiple of 64.
`crates/attache-model/src/weights.rs` reads the same format; a change of it needs a new FORMAT_VERSION in both.
"""

import json
import struct
import zlib

import numpy as np

MAGIC = b"ATTACHEW"
FORMAT_VERSION = 1
ALIGN = 64
BEFORE_HEADER = 28  # bytes of magic, version, two lengths and checksum
DTYPES = {"i8": np.dtype("int8"), "f32": np.dtype("<f4")}


def quantise(w):
    """A matrix as int8 with one f32 scale for each row of it (output, or piece of the vocabulary): w = int8 * scale."""
    w = np.asarray(w, dtype=np.float32)
    most = np.abs(w).max(axis=1)
    scale = (most / np.float32(127)).astype(np.float32)
    safe = np.where(scale == 0, np.float32(1), scale)
    values = np.clip(np.rint(w / safe[:, None]), -127, 127).astype(np.int8)
    return values, scale


def add_linear(arrays, name, weight, bias):
    """Adds a Linear to `arrays`: weight [out, in] quantised, with its scales and its bias [out]."""
    arrays[name], arrays[f"{name}.scale"] = quantise(weight)
    arrays[f"{name}.bias"] = np.asarray(bias, dtype=np.float32)


def write(path, header, arrays, vocab_text):
    """Writes a weight file.

    header: all but "vocab" and "tensors", which are added here.
    arrays: every tensor by name, int8 or float32; an int8 tensor `x` needs `x.scale` beside it.
    vocab_text: the vocabulary, one piece a line.
    """
    data = bytearray()

    def place(content):
        data.extend(b"\0" * (-len(data) % ALIGN))
        offset = len(data)
        data.extend(content)
        return offset

    tensors = {}
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        if array.dtype == np.int8:
            if f"{name}.scale" not in arrays:
                raise ValueError(f"The int8 tensor {name} has no {name}.scale: quantise() gives both.")
            tensors[name] = {"dtype": "i8", "shape": list(array.shape), "offset": place(array.tobytes()),
                             "scale": f"{name}.scale"}
        elif array.dtype == np.float32:
            content = array.astype(DTYPES["f32"]).tobytes()
            tensors[name] = {"dtype": "f32", "shape": list(array.shape), "offset": place(content)}
        else:
            raise ValueError(f"The tensor {name} is {array.dtype}; int8 and float32 can be written.")
    vocab = vocab_text.encode("utf-8")
    whole = dict(header)
    whole["vocab"] = {"offset": place(vocab), "length": len(vocab)}
    whole["tensors"] = tensors

    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    padding = b"\0" * (-(BEFORE_HEADER + len(text)) % ALIGN)
    after = text + padding + bytes(data)
    with open(path, "wb") as out:
        out.write(MAGIC)
        out.write(struct.pack("<IIQI", FORMAT_VERSION, len(text), BEFORE_HEADER + len(after), zlib.crc32(after)))
        out.write(after)


def read(path):
    """A weight file as (header, arrays, text of the vocabulary)."""
    with open(path, "rb") as file:
        content = file.read()
    if content[:8] != MAGIC:
        raise ValueError(f"{path} is no weight file: it does not start with {MAGIC.decode()}.")
    version, header_length, length, checksum = struct.unpack("<IIQI", content[8:BEFORE_HEADER])
    if version != FORMAT_VERSION:
        raise ValueError(f"{path} has format version {version}; this script reads version {FORMAT_VERSION}.")
    if length != len(content):
        raise ValueError(f"{path} should have {length} bytes and has {len(content)}.")
    if zlib.crc32(content[BEFORE_HEADER:]) != checksum:
        raise ValueError(f"{path} is damaged: its checksum is not the one written in it.")
    header = json.loads(content[BEFORE_HEADER:BEFORE_HEADER + header_length])
    start = BEFORE_HEADER + header_length
    start += -start % ALIGN
    arrays = {}
    for name, tensor in header["tensors"].items():
        count = int(np.prod(tensor["shape"]))
        arrays[name] = np.frombuffer(content, DTYPES[tensor["dtype"]], count, start + tensor["offset"]).reshape(
            tensor["shape"])
    vocab = header["vocab"]
    at = start + vocab["offset"]
    return header, arrays, content[at:at + vocab["length"]].decode("utf-8")
