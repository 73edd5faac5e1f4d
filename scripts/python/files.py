# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""What the scripts share: errors of input in one line with exit code 2, files written whole or not at all."""

import importlib
import os
import pathlib
import sys


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


def run(script: str) -> None:
    """Runs main() of the module of a script: bad input, or a package that is missing, becomes one line and exit code 2."""
    try:
        importlib.import_module(script).main()
    except InputError as error:
        _fail(f"{script}: {error}")
    except OSError as error:
        _fail(f"{script}: {error.filename}: {error.strerror}")
    except ModuleNotFoundError as error:
        _fail(f"{script}: {error}; scripts/setup train installs what Debian has")


def _fail(message: str) -> None:
    print(message, file=sys.stderr)
    sys.exit(2)
