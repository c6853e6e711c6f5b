"""Tells how likely a network finds each label behind each: teach.py START_FOLDER NETWORK.pt WINDOWS.npz OUT.npy"""

import random
import sys
import time
from pathlib import Path

import numpy as np
import torch

from model import LABELS, LONGEST, Network
from windows import Windows


def main() -> None:
    folder, weights, windows, out = map(Path, sys.argv[1:])
    windows = Windows(windows)
    network = Network(folder, windows.vocabulary)
    network.load_state_dict(torch.load(weights))
    network.eval()
    found = np.zeros((len(windows.pieces), LABELS, LABELS), np.float16)
    began = time.time()
    for _, spans in windows.batches(8 * LONGEST, random.Random(1)):
        pieces, mask, _ = windows.stacked(spans)
        with torch.no_grad():
            scores = network(pieces, mask)
        pairs = network.likely(scores, mask).numpy()
        for row, (start, end) in enumerate(spans):
            found[start:end] = pairs[row, : end - start]
    np.save(out, found)
    print(f"{len(found)} pieces in {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
