"""Writes trained weights in half precision, as `lab pack` reads them: export.py CHECKPOINT.pkl OUT.safetensors"""

import pickle
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file


def flat(name: str, part) -> dict[str, np.ndarray]:
    """Tensors by their path; a pair is a scale and a shift."""
    if isinstance(part, tuple):
        part = dict(zip(("scale", "shift"), part, strict=True))
    if isinstance(part, dict):
        return {
            path: tensor
            for key, inner in part.items()
            for path, tensor in flat(f"{name}.{key}" if name else key, inner).items()
        }
    return {name: np.asarray(part).astype(np.float16)}


def main() -> None:
    checkpoint, out = map(Path, sys.argv[1:])
    tensors = flat("", pickle.loads(checkpoint.read_bytes()))
    save_file(tensors, out)
    print(f"{len(tensors)} tensors, {sum(tensor.size for tensor in tensors.values())} weights")


if __name__ == "__main__":
    main()
