"""Windows as `prepare.py` cut them, in batches."""

import random
from pathlib import Path

import numpy as np
import torch

from model import LABELS, LONGEST, Network

# Where a span of `measured` begins in the labels; it goes on with the next one.
SOURCE, CUE, CONTENT = 1, 3, 5

Span = tuple[int, int]


class Windows:
    """The windows of a file: `spans` are their first and last piece. What `teach.py` found likely counts `share`
    beside the annotations, where there is such a file.
    """

    def __init__(self, path: Path, held: bool = False, taught: Path | None = None, share: float = 1.0):
        stored = np.load(path)
        self.pieces = stored["pieces"]
        self.vocabulary = stored["vocabulary"].tolist()
        ends = stored["ends"]
        # Articles are numbered as they lie in the file, as the judge numbers them (`train::is_held` in lab).
        left_out = held & (stored["articles"] % 10 < 3)
        begins = np.concatenate([[0], ends[:-1]])
        self.spans = [(int(a), int(b)) for a, b, out in zip(begins, ends, left_out, strict=True) if not out]
        self.taught = None if taught is None else np.load(taught, mmap_mode="r")
        self.share = 0.0 if taught is None else share

    def batches(self, most: int, chance: random.Random) -> list[tuple["Windows", list[Span]]]:
        """Windows of like length together, at most `most` pieces with what fills them up."""
        by_length = sorted((end - start + chance.uniform(-8, 8), start, end) for start, end in self.spans)
        found: list[list[Span]] = [[]]
        longest = 0
        for _, start, end in by_length:
            longest = max(longest, end - start)
            if longest * (len(found[-1]) + 1) > most:
                found.append([])
                longest = end - start
            found[-1].append((start, end))
        chance.shuffle(found)
        return [(self, some) for some in found]

    def stacked(self, spans: list[Span]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """A batch: pieces, which there are, and how likely each label is behind each (`Network.loss`)."""
        length = max(end - start for start, end in spans)
        pieces = np.zeros((len(spans), length, 4), np.int64)
        pairs = np.zeros((len(spans), length, LABELS, LABELS), np.float32)
        mask = np.zeros((len(spans), length), bool)
        for row, (start, end) in enumerate(spans):
            size = end - start
            pieces[row, :size] = self.pieces[start:end, :4]
            mask[row, :size] = True
            labels = self.pieces[start:end, 4]
            pairs[row, np.arange(size), np.concatenate([[0], labels[:-1]]), labels] = 1 - self.share
            if self.taught is not None:
                pairs[row, :size] += self.share * self.taught[start:end]
        return torch.from_numpy(pieces), torch.from_numpy(mask), torch.from_numpy(pairs)


def runs(labels: np.ndarray, begin: int) -> set[Span]:
    """Spans that begin with `begin`, or with what goes on with it where nothing began."""
    found = set()
    start = None
    for at, label in enumerate([*labels, 0]):
        if start is not None and label != begin + 1:
            found.add((start, at))
            start = None
        if label == begin or (label == begin + 1 and start is None):
            start = at
    return found


def half(span: Span, others: set[Span]) -> bool:
    """Whether another shares half of what both hold."""
    return any(
        2 * (min(span[1], end) - max(span[0], start)) >= max(span[1], end) - min(span[0], start)
        for start, end in others
    )


def measured(network: Network, windows: Windows) -> str:
    """The loss, and F1 of spans of pieces, window by window: a look while training, not the score of a model."""
    network.eval()
    counts = {name: np.zeros(3) for name in ("content by half", "content", "source", "cue")}
    loss = seen = 0.0
    for _, spans in windows.batches(8 * LONGEST, random.Random(1)):
        pieces, mask, pairs = windows.stacked(spans)
        with torch.no_grad():
            found = network(pieces, mask)
            loss += float(network.loss(found, mask, pairs)) * int(mask.sum())
            best = network.best(found, mask).numpy()
        seen += int(mask.sum())
        for row, (start, end) in enumerate(spans):
            labels, told = windows.pieces[start:end, 4], best[row, : end - start]
            for name, begin in (("content", CONTENT), ("source", SOURCE), ("cue", CUE)):
                right, some = runs(labels, begin), runs(told, begin)
                counts[name] += (len(right & some), len(right), len(some))
                if begin == CONTENT:
                    counts["content by half"] += (sum(half(span, some) for span in right), len(right), len(some))
    network.train()
    scores = (f"{name} {200 * both / max(1, right + told):.1f}" for name, (both, right, told) in counts.items())
    return f"loss {loss / seen:.4f}, {', '.join(scores)}"
