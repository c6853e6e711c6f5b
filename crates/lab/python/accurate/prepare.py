"""Cuts annotated articles into windows of word pieces with labels: prepare.py START_FOLDER ARTICLES.jsonl OUT.npz

A window holds whole sentences, at most 192 pieces, and begins with up to 36 pieces of what stands before it, labelled
like the rest. A paragraph is kept together where that leaves no window half empty. A row of `pieces` is a piece: its
number in the vocabulary, whether it is quoted, how it is cased, in which of the first paragraphs it stands, its label.
`vocabulary` has the pieces by number, so that another encoder may find its own numbers of them.
"""

import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from articles import BEGINS, INSIDE, OUTSIDE, Paragraph, paragraphs, read

LONGEST = 192
BEFORE = 36
FULL_ENOUGH = 100

Piece = tuple[int, int, int, int, int]


def case(word: str) -> int:
    """Small 0, with a capital 1, all capitals 2."""
    return 2 if len(word) > 1 and word.isupper() else int(word[0].isupper())


def sentences(tokenizer: Tokenizer, text: str, paragraph: Paragraph, place: int) -> list[list[Piece]]:
    """The sentences of a paragraph in pieces; behind the last stands the mark that ends a paragraph."""
    offset = paragraph.tokens[0][0]
    cut = tokenizer.encode(text[offset : paragraph.tokens[-1][1]], add_special_tokens=False)
    found: list[list[Piece]] = [[]]
    token, before = 0, None
    for number, (start, _) in zip(cut.ids, cut.offsets, strict=True):
        while token + 1 < len(paragraph.tokens) and paragraph.tokens[token + 1][0] <= start + offset:
            token += 1
        if before is not None and paragraph.sentences[token] != paragraph.sentences[before]:
            found.append([])
        label = paragraph.labels[token]
        if token == before and label in BEGINS.values():
            label += 1
        before = token
        found[-1].append((number, int(paragraph.quoted[token]), case(paragraph.words[token]), place, label))
    found[-1].append((tokenizer.token_to_id("[SEP]"), 0, 0, place, OUTSIDE))
    return found


def windows(all_paragraphs: list[list[list[Piece]]], begin: int) -> list[list[Piece]]:
    """The windows over the paragraphs of an article."""
    done: list[list[Piece]] = []
    before: list[Piece] = []
    window: list[Piece] = []

    def close() -> None:
        nonlocal before, window
        if window:
            done.append([(begin, 0, 0, window[0][3], OUTSIDE), *before, *window])
            before, window = (before + window)[-BEFORE:], []

    def room() -> int:
        return LONGEST - 1 - len(before) - len(window)

    for paragraph in all_paragraphs:
        if sum(map(len, paragraph)) > room() and len(window) >= FULL_ENOUGH:
            close()
        for sentence in paragraph:
            widest = LONGEST - 1 - BEFORE
            for some in (sentence[at : at + widest] for at in range(0, len(sentence), widest)):
                if len(some) > room():
                    close()
                window += some
    close()
    return [mended(window) for window in done]


def mended(window: list[Piece]) -> list[Piece]:
    """What goes on with nothing begins something, for the chain of labels forbids all else."""
    labels: list[int] = []
    for *_, label in window:
        if label in INSIDE and (not labels or labels[-1] not in (label, label - 1)):
            label -= 1
        labels.append(label)
    return [(*piece[:4], label) for piece, label in zip(window, labels, strict=True)]


def main() -> None:
    folder, articles, out = map(Path, sys.argv[1:])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pieces: list[Piece] = []
    ends: list[int] = []
    numbers: list[int] = []
    for number, (text, attributions) in enumerate(read(articles)):
        cut = [
            sentences(tokenizer, text, paragraph, min(place, 2))
            for place, paragraph in enumerate(paragraphs(text, attributions))
        ]
        for window in windows(cut, tokenizer.token_to_id("[CLS]")):
            pieces += window
            ends.append(len(pieces))
            numbers.append(number)
    vocabulary = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    np.savez(
        out,
        pieces=np.array(pieces, np.int32),
        ends=np.array(ends),
        articles=np.array(numbers),
        vocabulary=np.array(vocabulary),
    )
    print(f"{len(ends)} windows, {len(pieces)} pieces")


if __name__ == "__main__":
    main()
