"""Writes trained weights in half precision, as `lab pack` reads them: export.py NETWORK.pt OUT.safetensors"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from model import HEAD


def renamed(name: str, weight: Tensor) -> tuple[str, Tensor]:
    """By the name that `lab pack` has for it; matrices have a row for each input there."""
    if name in HEAD:
        return f"head.{name}", weight
    *path, kind = ("enc." + name.replace("layers.", "l")).split(".")
    if kind == "pos":
        return ".".join([*path, kind]), weight
    if "ln" in path[-1]:
        return ".".join([*path, {"weight": "scale", "bias": "shift"}[kind]]), weight
    path = ".".join(path)
    return (path, weight.T) if kind == "weight" else (f"{path}b", weight)


def main() -> None:
    network, out = map(Path, sys.argv[1:])
    tensors = dict(renamed(*part) for part in torch.load(network).items())
    save_file({name: weight.half().contiguous() for name, weight in tensors.items()}, out)
    print(f"{len(tensors)} tensors, {sum(weight.numel() for weight in tensors.values())} weights")


if __name__ == "__main__":
    main()
