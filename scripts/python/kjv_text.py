# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""The King James text as Debian's packages bible-kjv and bible-kjv-text store it, in three parts that share no chapter."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field

from files import InputError

VERSES = 31102
VERSE = re.compile(r"(\d?[A-Za-z]+)(\d+):(\d+) (.*)")
EVERY = 40  # one chapter in so many is held out, and one is for validation


@dataclass
class Parts:
    """Documents, one a chapter: verses without their numbers, a line each."""

    training: list[str] = field(default_factory=list)
    validation: list[str] = field(default_factory=list)  # watched while training; settings were chosen by it
    held_out: list[str] = field(default_factory=list)  # looked at once, after training


def chapters() -> list[str]:
    """All chapters in their order. Raises InputError without the program or with another text than expected."""
    program = shutil.which("bible")
    if program is None:
        raise InputError("the program bible is missing; scripts/setup train installs it")
    out = subprocess.run([program, "-f", "Gen1:1-Rev22:21"], capture_output=True, text=True, check=False).stdout
    matches = [VERSE.fullmatch(line) for line in out.splitlines()]
    if len(matches) != VERSES or not all(matches):
        raise InputError(f"{program}: expected {VERSES} verses, found {sum(map(bool, matches))}")
    verses: dict[tuple[str, str], list[str]] = {}
    for match in matches:
        verses.setdefault((match[1], match[2]), []).append(match[4].strip())
    return ["\n".join(chapter) for chapter in verses.values()]


def parts() -> Parts:
    """The chapters in three parts: 20, 60, 100, ... held out, 0, 40, 80, ... for validation, all others for training."""
    result = Parts()
    for at, chapter in enumerate(chapters()):
        special = {EVERY // 2: result.held_out, 0: result.validation}
        special.get(at % EVERY, result.training).append(chapter)
    return result
