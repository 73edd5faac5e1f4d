# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
"""Runs a PyTorch module once and writes what it computed as a workload trace: T.json, and its tensors in T.safetensors.

FILE.py:FUNCTION names a function without arguments that returns (module, inputs); inputs is one argument or a tuple of them.
From Python, with scripts/python in the path:  from trace_torch import trace;  trace(module, inputs).write(pathlib.Path("t.json"))"""

import argparse
import importlib.util
import pathlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from files import InputError
from trace_graph import Graph, storage_of
from trace_operators import Call, record


def tensors_in(values: object) -> list[torch.Tensor]:
    """Every tensor in nested sequences and dictionaries."""
    if isinstance(values, torch.Tensor):
        return [values]
    inner = values.values() if isinstance(values, dict) else values if isinstance(values, (tuple, list)) else ()
    return [t for value in inner for t in tensors_in(value)]


class Recorder(TorchDispatchMode):
    """Sees every operation below autograd, where linear layers and attention are products of matrices."""

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.graph = graph
        self.muted = 0  # modules on the stack that are one operator

    def __torch_dispatch__(self, func: Callable, types: tuple, args: tuple = (), kwargs: dict | None = None) -> object:
        kwargs = kwargs or {}
        out = func(*args, **kwargs)
        space, name = str(func).split(".")[:2]
        name = name.rstrip("_") if space == "aten" else f"{space}.{name}"
        if not self.muted:
            record(self.graph, Call(name, args, kwargs, tensors_in([args, kwargs]), tensors_in(out)))
        return out


def is_rms_norm(module: torch.nn.Module) -> bool:
    """PyTorch 1.13 has none of its own: models bring theirs under this name."""
    return type(module).__name__.endswith("RMSNorm")


def hook(module: torch.nn.Module, name: str, recorder: Recorder) -> list[torch.utils.hooks.RemovableHandle]:
    """Tells the graph which module runs; a root-mean-square norm becomes one operator."""
    graph, leaf = recorder.graph, not any(module.children())

    def enter(_: torch.nn.Module, __: tuple) -> None:
        graph.modules.append((name, leaf))
        recorder.muted += is_rms_norm(module)

    def leave(_: torch.nn.Module, inputs: tuple, out: object) -> None:
        if is_rms_norm(module):
            recorder.muted -= 1
            rows = inputs[0].numel() // inputs[0].shape[-1]
            op = graph.add("rms_norm", graph.producers([inputs[0]]), elements=inputs[0].numel(), rows=rows)
            graph.produced(tensors_in(out), [op["name"]])
        graph.modules.pop()

    return [module.register_forward_pre_hook(enter), module.register_forward_hook(leave)]


@contextmanager
def separate_operations(module: torch.nn.Module) -> Iterator[None]:
    """Parameters ask for gradients: without, PyTorch runs whole attention layers as one operation."""
    frozen = [p for p in module.parameters() if p.is_floating_point() and not p.requires_grad]
    for p in frozen:
        p.requires_grad_(True)
    try:
        with torch.enable_grad():
            yield
    finally:
        for p in frozen:
            p.requires_grad_(False)


def trace(module: torch.nn.Module, inputs: object, name: str = "", values: bool = True, batch: int = 1, seq: int = 0) -> Graph:
    """Runs module(*inputs) once, in its own mode (train or eval), and returns what it did. `values`: with tensors; `batch` and
    `seq`: what the trace says of itself. Raises InputError for operations that multiply matrices in a form not traced."""
    inputs = inputs if isinstance(inputs, tuple) else (inputs,)
    graph = Graph(name or type(module).__name__, f"PyTorch {torch.__version__}: {type(module).__name__}", values, batch, seq)
    graph.learned = {storage_of(p) for p in module.parameters()}
    graph.buffers = {storage_of(b) for b in module.buffers()}
    graph.inputs = {storage_of(t) for t in tensors_in(inputs)}
    graph.parameters = sum(p.numel() for p in module.parameters())
    recorder = Recorder(graph)
    handles = [h for path, part in module.named_modules() for h in hook(part, path, recorder)]
    try:
        with separate_operations(module), recorder:
            module(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return graph


def load_function(words: str) -> Callable[[], tuple]:
    """The function that FILE.py:FUNCTION names. Raises InputError without such a file or function."""
    file, _, function = words.rpartition(":")
    path = pathlib.Path(file)
    if not function or path.suffix != ".py" or not path.is_file():
        raise InputError(f"{words}: expected FILE.py:FUNCTION and a file that exists")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent.resolve()))
    spec.loader.exec_module(loaded)
    found = getattr(loaded, function, None)
    if not callable(found):
        raise InputError(f"{path}: expected a function {function}, found none")
    return found


def module_and_inputs(words: str) -> tuple[torch.nn.Module, object]:
    """Calls the function. Raises InputError unless it returns a module and inputs."""
    made = load_function(words)()
    if not isinstance(made, tuple) or len(made) != 2 or not isinstance(made[0], torch.nn.Module):
        raise InputError(f"{words}: expected (module, inputs), found {type(made).__name__}")
    return made


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="trace_torch", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("function", metavar="FILE.py:FUNCTION", help="returns (module, inputs)")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the trace, a .json file")
    parser.add_argument("--name", default="", help="of the workload (default: the module's class)")
    parser.add_argument("--no-tensors", action="store_true", help="shapes only")
    parser.add_argument("--batch", type=int, default=1, help="sequences, for reports (default %(default)s)")
    parser.add_argument("--seq", type=int, default=0, help="tokens per sequence, for reports; 0: not a token model")
    parser.add_argument("--seed", type=int, default=0, help="of torch, before FUNCTION is called (default %(default)s)")
    return parser.parse_args()


def main() -> None:
    """Traces what the command line names."""
    args = arguments()
    if args.out.suffix != ".json":
        raise InputError(f"--out: expected a file that ends in .json, found {args.out}")
    torch.manual_seed(args.seed)
    module, inputs = module_and_inputs(args.function)
    graph = trace(module, inputs, args.name, not args.no_tensors, args.batch, args.seq)
    graph.write(args.out)
    print(f"{args.out}: {graph.name}: {len(graph.operators)} operators, {len(graph.tensors)} tensors")
    for sentence in graph.document("")["assumptions"]:
        print(f"  {sentence}")
