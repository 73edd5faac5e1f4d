# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""What the scripts share: errors of input in one line with exit code 2, files written whole or not at all."""

import os
import pathlib
import sys
from collections.abc import Callable


class InputError(Exception):
    """Bad input or usage: says where, what was expected and what was found."""


def write_atomic(path: pathlib.Path, data: bytes) -> None:
    """Writes a file through a temporary one beside it. Raises InputError when it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def run(main: Callable[[], None]) -> None:
    """Runs a script: bad input becomes one line and exit code 2."""
    name = pathlib.Path(sys.argv[0]).name
    try:
        main()
    except InputError as error:
        sys.exit(_say(f"{name}: {error}"))
    except OSError as error:
        sys.exit(_say(f"{name}: {error.filename}: {error.strerror}"))


def _say(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
