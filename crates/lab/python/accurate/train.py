"""Trains a network: train.py START_FOLDER OUT.pt WINDOWS.npz[:TAUGHT.npy] … [--epochs 2] …

Adam with clipped gradients; the rate rises over the first steps, is constant, and falls to zero over the last part.
What is kept is the running mean of the weights. The first file has annotations; of further ones only what `teach.py`
told is learned.
"""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch

from model import HEAD, Network
from windows import Windows, measured

DECAY_OF_WEIGHTS = 0.01
LARGEST_GRADIENT = 1.0
MASK, FIRST_WORD = 103, 104


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("windows", nargs="+")
    parser.add_argument("--from", dest="before", type=Path, help="go on with these weights")
    parser.add_argument("--epochs", type=float, default=2.0, help="passes over all windows")
    parser.add_argument("--steps", type=int, help="stop after so many, to try")
    parser.add_argument("--batch", type=int, default=1344, help="pieces")
    parser.add_argument("--rate", type=float, default=2e-4, help="for the encoder's last layer")
    parser.add_argument("--head-rate", type=float, default=3e-3)
    parser.add_argument("--layer-decay", type=float, default=1.0, help="rate of a layer beside the one above")
    parser.add_argument("--rising", type=float, default=0.03, help="over which first part the rate rises")
    parser.add_argument("--falling", type=float, default=0.5, help="over which last part the rate falls to zero")
    parser.add_argument("--average", type=float, default=0.99, help="how much of the running mean a step keeps")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--hide", type=float, default=0.0, help="share of pieces that are not told")
    parser.add_argument("--share", type=float, default=1.0, help="what is taught beside what is annotated")
    parser.add_argument("--held", action="store_true", help="leave three of ten annotated articles out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--look", type=Path, help="windows to measure on")
    parser.add_argument("--looks", type=int, default=4)
    return parser.parse_args()


def files(options: argparse.Namespace) -> list[Windows]:
    found = []
    for named in options.windows:
        path, _, taught = named.partition(":")
        annotated = not found
        if not annotated and not taught:
            raise SystemExit(f"{path}: nobody annotated it, so name what teach.py told of it: {path}:TAUGHT.npy")
        taught = Path(taught) if taught else None
        found.append(Windows(Path(path), annotated and options.held, taught, options.share if annotated else 1.0))
    return found


def optimiser(network: Network, options: argparse.Namespace) -> torch.optim.Optimizer:
    """Slower layers below, a quicker head; only matrices decay."""
    groups = []
    for name, weight in network.named_parameters():
        layer = int(name.split(".")[1]) if name.startswith("layers.") else -1
        below = len(network.layers) - 1 - layer
        rate = options.head_rate if name in HEAD else options.rate * options.layer_decay**below
        decay = DECAY_OF_WEIGHTS if weight.ndim == 2 else 0.0
        groups.append({"params": [weight], "lr": rate, "highest": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=(0.9, 0.99), fused=True)


def main() -> None:
    options = arguments()
    torch.manual_seed(options.seed)
    parts = files(options)
    look = Windows(options.look) if options.look else None
    network = Network(options.folder, parts[0].vocabulary, options.dropout)
    if options.before:
        network.load_state_dict(torch.load(options.before))
    adam = optimiser(network, options)
    weights = list(network.parameters())
    averages = {name: weight.detach().clone() for name, weight in network.named_parameters()}
    chance, noise = random.Random(7 + options.seed), np.random.RandomState(options.seed)
    total = options.epochs * sum(end - start for part in parts for start, end in part.spans)
    began, step, seen, looked, running = time.time(), 0, 0, 0, None

    def save() -> None:
        torch.save(averages, options.out)
        if look:
            now = {name: weight.clone() for name, weight in network.state_dict().items()}
            network.load_state_dict(averages)
            print(f"at {seen / total:.0%}: {measured(network, look)}", flush=True)
            network.load_state_dict(now)

    while seen < total and step != options.steps:
        batches = [batch for part in parts for batch in part.batches(options.batch, chance)]
        chance.shuffle(batches)
        for part, spans in batches:
            progress = seen / total
            if progress >= 1 or step == options.steps:
                break
            step += 1
            for group in adam.param_groups:
                group["lr"] = group["highest"] * min(1, progress / options.rising, (1 - progress) / options.falling)
            pieces, is_there, pairs = part.stacked(spans)
            hidden = torch.from_numpy(noise.rand(*is_there.shape) < options.hide) & (pieces[..., 0] >= FIRST_WORD)
            pieces[..., 0][hidden] = MASK
            value = network.loss(network(pieces, is_there), is_there, pairs)
            value.backward()
            torch.nn.utils.clip_grad_norm_(weights, LARGEST_GRADIENT)
            adam.step()
            adam.zero_grad()
            with torch.no_grad():
                kept = min(options.average, (step + 1) / (step + 10))
                torch._foreach_lerp_(list(averages.values()), weights, 1 - kept)
            seen += int(is_there.sum())
            running = value.item() if running is None else 0.97 * running + 0.03 * value.item()
            if step % 50 == 0:
                speed = seen / (time.time() - began)
                print(f"step {step}, loss {running:.4f}, {seen / total:.1%}, {speed:.0f} pieces/s", flush=True)
            if seen / total >= (looked + 1) / options.looks and seen < total:
                looked += 1
                save()
    save()
    print(f"{step} steps, {seen} pieces in {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
