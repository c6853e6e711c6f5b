"""Trains the network: train.py START_FOLDER WINDOWS.npz OUT.pkl [--from CHECKPOINT.pkl] [--epochs 2] …

Adam with clipped gradients; the rate rises over the first steps, is constant, and falls to zero over the last part.
What is kept is the running mean of the weights.
"""

import argparse
import pickle
import random
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from model import loss, scores, start

# Window length: windows in a batch.
BATCHES = {112: 9, 192: 5}
WARM = 40
DECAY_OF_WEIGHTS = 0.01
MASK, FIRST_WORD = 103, 104


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("windows", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="before", type=Path, help="go on with these weights")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--steps", type=int, help="stop after so many, to try")
    parser.add_argument("--rate", type=float, default=2e-4, help="for the encoder")
    parser.add_argument("--head-rate", type=float, default=3e-3)
    parser.add_argument("--falling", type=float, default=0.5, help="over which last part the rate falls to zero")
    parser.add_argument("--hide", type=float, default=0.0, help="share of pieces that are not told")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held", action="store_true", help="leave three of ten articles out (`train::is_held` in lab)")
    return parser.parse_args()


def read_windows(path: Path, held: bool) -> list[np.ndarray]:
    stored = np.load(path)
    windows = np.split(stored["pieces"], stored["ends"][:-1])
    articles = stored["articles"]
    if not held:
        return windows
    # Articles are numbered as they lie in the file, as the judge numbers them.
    return [window for window, article in zip(windows, articles, strict=True) if article % 10 >= 3]


def batches(windows: list[np.ndarray], chance: random.Random) -> list[tuple[int, list[np.ndarray]]]:
    found = []
    shortest = 0
    for length, count in BATCHES.items():
        some = [window for window in windows if shortest < len(window) <= length]
        chance.shuffle(some)
        found += [(length, some[at : at + count]) for at in range(0, len(some), count)]
        shortest = length
    chance.shuffle(found)
    return found


def stacked(length: int, windows: list[np.ndarray], hide: float, noise: np.random.RandomState):
    """A batch of one size: pieces, labels, and which there are."""
    count = BATCHES[length]
    pieces = np.zeros((count, length, 4), np.int32)
    labels = np.zeros((count, length), np.int32)
    mask = np.zeros((count, length), np.float32)
    for row, window in enumerate(windows):
        pieces[row, : len(window)] = window[:, :4]
        labels[row, : len(window)] = window[:, 4]
        mask[row, : len(window)] = 1
    numbers = pieces[..., 0]
    numbers[(noise.rand(count, length) < hide) & (numbers >= FIRST_WORD)] = MASK
    return pieces, labels, mask


def learn(state, vectors, pieces, labels, mask, rate, head_rate, step, kept):
    """One step of Adam."""
    value, gradients = jax.value_and_grad(
        lambda weights: loss(scores(vectors, weights, pieces, mask > 0), weights, labels, mask)
    )(state["weights"])
    length = jnp.sqrt(sum(jnp.vdot(part, part) for part in jax.tree.leaves(gradients)))
    clipped = jnp.minimum(1.0, 1.0 / (length + 1e-9))
    rates = {
        part: jax.tree.map(lambda _, rate=rate: rate, state["weights"][part])
        for part, rate in (("enc", rate), ("head", head_rate))
    }

    def update(rate, weight, gradient, mean, square, average):
        gradient = gradient * clipped
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient * gradient
        change = (mean / (1 - 0.9**step)) / (jnp.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weight = weight - rate * (change + (DECAY_OF_WEIGHTS * weight if weight.ndim == 2 else 0))
        return weight, mean, square, kept * average + (1 - kept) * weight

    names = ("weights", "means", "squares", "averages")
    parts = [rates, state["weights"], gradients, *(state[name] for name in names[1:])]
    flat = [jax.tree.leaves(part) for part in parts]
    updated = [update(*some) for some in zip(*flat, strict=True)]
    shape = jax.tree.structure(state["weights"])
    return {
        name: jax.tree.unflatten(shape, [some[at] for some in updated]) for at, name in enumerate(names)
    }, value


def main() -> None:
    options = arguments()
    windows = read_windows(options.windows, options.held)
    vectors, weights = start(options.folder)
    if options.before:
        weights = pickle.loads(options.before.read_bytes())
    vectors, weights = jnp.asarray(vectors), jax.tree.map(jnp.asarray, weights)
    zeros = jax.tree.map(jnp.zeros_like, weights)
    state = {
        "weights": weights,
        "means": zeros,
        "squares": jax.tree.map(jnp.array, zeros),
        "averages": jax.tree.map(jnp.array, weights),
    }
    step_once = jax.jit(learn, donate_argnums=0)
    chance, noise = random.Random(7 + options.seed), np.random.RandomState(options.seed)
    total = options.epochs * sum(map(len, windows))
    began, step, seen, running = time.time(), 0, 0, None
    while seen < total and step != options.steps:
        for length, some in batches(windows, chance):
            progress = seen / total
            if progress >= 1 or step == options.steps:
                break
            step += 1
            rate = min(1.0, step / WARM) * min(1.0, (1 - progress) / options.falling)
            pieces, labels, mask = stacked(length, some, options.hide, noise)
            kept = min(0.99, (step + 1) / (step + 10))
            state, value = step_once(
                state, vectors, pieces, labels, mask, options.rate * rate, options.head_rate * rate, float(step), kept
            )
            seen += sum(map(len, some))
            running = float(value) if running is None else 0.97 * running + 0.03 * float(value)
            if step % 50 == 0:
                speed = seen / (time.time() - began)
                print(f"step {step}, loss {running:.4f}, {seen / total:.1%}, {speed:.0f} pieces/s", flush=True)
    options.out.write_bytes(pickle.dumps(jax.tree.map(np.asarray, state["averages"])))
    print(f"{step} steps, {seen} pieces in {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
