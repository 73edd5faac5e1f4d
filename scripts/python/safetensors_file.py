# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Tensors in files: the safetensors format (https://github.com/huggingface/safetensors), as numpy arrays.

A file is the length of its header in eight bytes (little-endian), the header as JSON ({name: {dtype, shape, data_offsets}}),
and the values, row-major, without gaps.
"""

import json
import math
import pathlib
import struct

import numpy as np

from files import InputError, write_atomic

LENGTH_BYTES = 8
# BF16 has no numpy type: its words are the upper halves of fp32.
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4"}
NAMES = {np.dtype(code): name for name, code in TYPES.items() if name != "BF16"}


def encode(tensors: dict[str, np.ndarray]) -> bytes:
    """The bytes of a file that holds these arrays (F32, F16, F64, I32, I64; uint16 arrays are the words of BF16)."""
    header, parts, at = {}, [], 0
    for name, values in sorted(tensors.items()):
        data = np.ascontiguousarray(values).tobytes()
        dtype = "BF16" if values.dtype == np.uint16 else NAMES[values.dtype]
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % LENGTH_BYTES)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)


def write(path: pathlib.Path, tensors: dict[str, np.ndarray]) -> None:
    """Writes a file whole or not at all."""
    write_atomic(path, encode(tensors))


def read(path: pathlib.Path) -> dict[str, np.ndarray]:
    """Reads a file; BF16 becomes fp32, which holds it exactly. Raises InputError for what is not such a file."""
    data = path.read_bytes()
    length = struct.unpack("<Q", data[:LENGTH_BYTES])[0] if len(data) >= LENGTH_BYTES else len(data)
    if length > len(data) - LENGTH_BYTES:
        raise InputError(f"{path}: expected a safetensors file, found {len(data)} bytes that do not hold its header")
    try:
        header = json.loads(data[LENGTH_BYTES : LENGTH_BYTES + length])
        values = memoryview(data)[LENGTH_BYTES + length :]
        return {name: _tensor(entry, values) for name, entry in header.items() if name != "__metadata__"}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: expected the header of a safetensors file: {error}") from error


def _tensor(entry: dict, data: memoryview) -> np.ndarray:
    begin, end = entry["data_offsets"]
    dtype = np.dtype(TYPES[entry["dtype"]])
    if end - begin != dtype.itemsize * math.prod(entry["shape"]):
        raise ValueError(f"{end - begin} bytes for the shape {entry['shape']} of {entry['dtype']}")
    array = np.frombuffer(data[begin:end], dtype).reshape(entry["shape"])
    return (array.astype(np.uint32) << 16).view(np.float32) if entry["dtype"] == "BF16" else array
