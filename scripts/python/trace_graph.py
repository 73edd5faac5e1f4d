# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""A workload trace while it grows: operators, what they depend on, their tensors (src/graph/README.md, "The trace format")."""

import json
import pathlib
import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import torch

import safetensors_file
from files import InputError, write_atomic

SCHEMA = "lmulsim-trace/1"
Operator = dict[str, object]


def numbers(tensor: torch.Tensor) -> np.ndarray:
    """A copy of the values as a file holds them: fp16 and bf16 as words, everything else as fp32."""
    dense = tensor.detach().contiguous()
    if dense.dtype == torch.bfloat16:
        return dense.view(torch.int16).numpy().view(np.uint16).copy()
    return (dense if dense.dtype == torch.float16 else dense.float()).numpy().copy()


def storage_of(tensor: torch.Tensor) -> int:
    """The same for all views of one memory."""
    return tensor.storage().data_ptr()


def identity(tensor: torch.Tensor) -> tuple:
    """Equal for tensors that show the same memory in the same way, unchanged in between."""
    place = (storage_of(tensor), tensor.storage_offset(), tensor._version)
    return (*place, tuple(tensor.shape), tensor.stride(), tensor.dtype)


@dataclass
class Graph:
    """Operators in the order in which they ran. What a tensor depends on is kept by its storage, so that views and changes in
    place need no care; `_alive` holds every tensor seen, because a storage that is freed may come back as another."""

    name: str
    source: str
    values: bool = True
    batch: int = 1
    seq: int = 0
    learned: set[int] = field(default_factory=set)  # storages of parameters
    buffers: set[int] = field(default_factory=set)  # and of buffers
    inputs: set[int] = field(default_factory=set)
    parameters: int = 0
    operators: list[Operator] = field(default_factory=list)
    tensors: dict[str, np.ndarray] = field(default_factory=dict)
    left_out: Counter = field(default_factory=Counter)
    notes: set[str] = field(default_factory=set)
    modules: list[tuple[str, bool]] = field(default_factory=list)  # those that run: name, whether it has no parts
    _names: set[str] = field(default_factory=set)
    _producers: dict[int, list[str]] = field(default_factory=dict)
    _stored: dict[tuple, str] = field(default_factory=dict)
    _alive: list[torch.Tensor] = field(default_factory=list)

    def producers(self, tensors: list[torch.Tensor]) -> list[str]:
        """Names of the operators that computed these tensors, without repetition, in order."""
        found = (self._producers.get(storage_of(t), []) for t in tensors)
        return list(dict.fromkeys(name for names in found for name in names))

    def produced(self, tensors: list[torch.Tensor], names: list[str]) -> None:
        """Remembers who computed these tensors; one that is only a part of its memory leaves the rest as it was."""
        for t in tensors:
            self._alive.append(t)
            before = self._producers.get(storage_of(t), []) if t.numel() < t.storage().size() else []
            self._producers[storage_of(t)] = list(dict.fromkeys([*before, *names]))

    def add(self, kind: str, depends_on: list[str], **keys: object) -> Operator:
        """Appends an operator, named after the module that runs."""
        op: Operator = {"name": self._new_name(kind), "kind": kind}
        module, leaf = self._module()
        layer = re.search(r"(?:^|\.)(\d+)\.", module if leaf else module + ".")
        op |= {"layer": int(layer[1])} if layer else {}
        op |= keys | ({"depends_on": depends_on} if depends_on else {})
        self.operators.append(op)
        return op

    def last(self, names: list[str]) -> Operator | None:
        """The operator of a tensor that one alone computed and nothing has used; such a one may still grow."""
        if len(names) != 1 or any(names[0] in op.get("depends_on", []) for op in self.operators):
            return None
        return next(op for op in self.operators if op["name"] == names[0])

    def store(self, op: Operator, key: str, tensor: torch.Tensor) -> None:
        """Gives an operator a tensor; what another operator already has is not stored twice."""
        if tensor.dtype == torch.float64:
            self.notes.add("Values were computed in double precision and are stored in fp32.")
        known = storage_of(tensor) in self.learned | self.buffers | self.inputs | self._producers.keys()
        name = self._stored.get(identity(tensor)) if known else None
        if name is None:
            name = f"{op['name']}.{key}"
            self.tensors[name] = numbers(tensor)
            if known:
                self._stored[identity(tensor)] = name
        op[key] = name

    def document(self, tensors_file: str) -> dict:
        """The trace as JSON."""
        left_out = [f"{name} is no operator of the trace; left out: {n} results" for name, n in sorted(self.left_out.items())]
        head = {"schema": SCHEMA, "name": self.name, "source": self.source}
        head |= {"batch": self.batch, "seq": self.seq, "context": self.seq, "parameters": self.parameters}
        head["assumptions"] = [*sorted(self.notes), *left_out]
        if self.tensors:
            head["tensors"] = tensors_file
        return head | {"operators": self.operators}

    def write(self, path: pathlib.Path) -> None:
        """Writes the tensors, then T.json that names them. Raises InputError when there is nothing to write."""
        if not self.operators:
            raise InputError(f"{self.source}: no operator of a trace ran")
        tensors = path.with_suffix(".safetensors")
        if self.tensors:
            safetensors_file.write(tensors, self.tensors)
        write_atomic(path, (json.dumps(self.document(tensors.name), indent=1) + "\n").encode())

    def _module(self) -> tuple[str, bool]:
        return self.modules[-1] if self.modules else ("", False)

    def _new_name(self, kind: str) -> str:
        module, leaf = self._module()
        name = module if leaf and module else f"{module}.{kind}".strip(".")
        candidates = (name, *(f"{name}_{i}" for i in range(2, len(self._names) + 3)))
        self._names.add(new := next(c for c in candidates if c not in self._names))
        return new
