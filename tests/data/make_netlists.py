#!/usr/bin/env python3
# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""make_netlists.py TECHNOLOGY...: the drawn netlists of the first unit of each technology file (schema
lmulsim-technology/2), with the figures that savings are found from, four digits each, under the unit's name."""
import json
import sys


def short(number):
    return float(f"{number:.4g}")


def netlist(full):
    return {"recipe": full["recipe"], "point": full["point"], "area": short(full["area"]), "delay": short(full["delay"]),
            "clock": short(full["clock"]), "leakage": short(full["leakage"]), "settled": short(full["settled"]),
            "energy": {"gaussian": [short(pj) for pj in full["energy"]["gaussian"]]}}


designs = {}
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        name, unit = next(iter(json.load(file)["gates"]["units"].items()))
    designs[name] = unit["netlists"]
print('{\n  "_license": "SPDX-FileCopyrightText: the lmulsim authors; SPDX-License-Identifier: Apache-2.0"', end="")
for name, netlists in designs.items():
    lines = ",\n    ".join(json.dumps(netlist(full)) for full in netlists)
    print(f',\n  "{name}": [\n    {lines}\n  ]', end="")
print("\n}")
