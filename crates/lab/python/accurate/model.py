"""A six-layer encoder with three inputs more for each piece, and a chain of labels over it."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import load_file

HIDDEN, HEADS, LAYERS = 384, 12, 6
LONGEST = 192
LABELS = 7
INSIDE = (2, 4, 6)
IMPOSSIBLE = -1e4

# What goes on must go on with something: the label before is the same or begins it.
FORBIDDEN = np.zeros((LABELS, LABELS), np.float32)
for after in INSIDE:
    for before in range(LABELS):
        if before not in (after, after - 1):
            FORBIDDEN[before, after] = IMPOSSIBLE


def start(folder: Path) -> tuple[np.ndarray, dict]:
    """The vectors of the pieces, which are not trained, and the weights that training begins with."""
    tensors = load_file(folder / "model.safetensors")
    prefix = "" if "embeddings.word_embeddings.weight" in tensors else "bert."

    def of(name: str) -> np.ndarray:
        return np.asarray(tensors[prefix + name], np.float32)

    def norm(name: str) -> dict:
        return {"scale": of(f"{name}.weight"), "shift": of(f"{name}.bias")}

    encoder = {
        "pos": of("embeddings.position_embeddings.weight")[:LONGEST] + of("embeddings.token_type_embeddings.weight")[0],
        "eln": norm("embeddings.LayerNorm"),
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        asked = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        encoder[f"l{number}"] = {
            "qkv": np.concatenate([of(f"{part}.weight").T for part in asked], 1),
            "qkvb": np.concatenate([of(f"{part}.bias") for part in asked]),
            "o": of(f"{layer}.attention.output.dense.weight").T,
            "ob": of(f"{layer}.attention.output.dense.bias"),
            "ln1": norm(f"{layer}.attention.output.LayerNorm"),
            "f1": of(f"{layer}.intermediate.dense.weight").T,
            "f1b": of(f"{layer}.intermediate.dense.bias"),
            "f2": of(f"{layer}.output.dense.weight").T,
            "f2b": of(f"{layer}.output.dense.bias"),
            "ln2": norm(f"{layer}.output.LayerNorm"),
        }
    head = {
        "inq": np.zeros((2, HIDDEN), np.float32),
        "case": np.zeros((3, HIDDEN), np.float32),
        "par": np.zeros((3, HIDDEN), np.float32),
        "W": (np.random.RandomState(0).randn(HIDDEN, LABELS) * 0.02).astype(np.float32),
        "b": np.zeros(LABELS, np.float32),
        "tr": np.zeros((LABELS, LABELS), np.float32),
        "st": np.zeros(LABELS, np.float32),
    }
    return of("embeddings.word_embeddings.weight"), {"enc": encoder, "head": head}


def normalised(x, norm):
    centred = x - x.mean(-1, keepdims=True)
    variance = (centred * centred).mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt(variance + 1e-12) * norm["scale"] + norm["shift"]


def scores(vectors, weights, pieces, is_there):
    """The score of each label for each piece. `pieces` (batch, length, 4) as `prepare.py` writes them, without labels."""
    encoder, head = weights["enc"], weights["head"]
    batch, length = pieces.shape[:2]
    x = vectors[pieces[..., 0]] + encoder["pos"][:length]
    for at, (name, count) in enumerate((("inq", 2), ("case", 3), ("par", 3)), start=1):
        x = x + jax.nn.one_hot(pieces[..., at], count) @ head[name]
    x = normalised(x, encoder["eln"])
    unseen = jnp.where(is_there, 0.0, -1e9)[:, None, None, :]
    width = HIDDEN // HEADS
    for number in range(LAYERS):
        layer = encoder[f"l{number}"]
        asked = x.reshape(-1, HIDDEN) @ layer["qkv"] + layer["qkvb"]
        queries, keys, values = asked.reshape(batch, length, 3, HEADS, width).transpose(2, 0, 3, 1, 4)
        taken = jax.nn.softmax(queries * width**-0.5 @ keys.swapaxes(-1, -2) + unseen, -1) @ values
        taken = taken.transpose(0, 2, 1, 3).reshape(-1, HIDDEN)
        x = normalised(x + (taken @ layer["o"] + layer["ob"]).reshape(x.shape), layer["ln1"])
        inner = jax.nn.gelu(x.reshape(-1, HIDDEN) @ layer["f1"] + layer["f1b"], approximate=True)
        x = normalised(x + (inner @ layer["f2"] + layer["f2b"]).reshape(x.shape), layer["ln2"])
    return x @ head["W"] + head["b"]


def loss(found, weights, labels, mask):
    """How unlikely the labels are under the chain, for each piece."""
    steps, first = weights["head"]["tr"] + FORBIDDEN, weights["head"]["st"]
    right = (jnp.take_along_axis(found, labels[..., None], -1)[..., 0] * mask).sum(1) + first[labels[:, 0]]
    told = jax.nn.one_hot(labels, LABELS)
    right += (jnp.einsum("bti,ij,btj->bt", told[:, :-1], weights["head"]["tr"], told[:, 1:]) * mask[:, 1:]).sum(1)

    def forward(sums, at):
        score, is_there = at
        after = jax.nn.logsumexp(sums[:, :, None] + steps[None], 1) + score
        return jnp.where(is_there[:, None] > 0, after, sums), None

    sums, _ = jax.lax.scan(forward, found[:, 0] + first, (found[:, 1:].swapaxes(0, 1), mask[:, 1:].T))
    return (jax.nn.logsumexp(sums, -1) - right).sum() / mask.sum()
