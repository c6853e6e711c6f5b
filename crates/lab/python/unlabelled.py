"""Writes texts that nobody annotated as articles, JSON Lines, for a model to learn a better one's labels of.

    python unlabelled.py ../shared > unlabelled.jsonl

It takes them from the corpora in the folder that is named: the web texts of the English Web Treebank, put together
again from their words; the paragraphs of Wikipedia in GAP; and of the statements that searches are measured with (UN
General Debate, State of the Union, tweets) every 64th. No news is among them: none is at hand that is free to use.
The same folder gives the same bytes.
"""

import csv
import json
import lzma
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

SENTENCES_A_PARAGRAPH = 3
PARAGRAPHS_AN_ARTICLE = 8
STATEMENTS_LEFT_OUT = 64


def batched(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    """So many at a time, of the last ones what is left."""
    texts = iter(texts)
    while some := list(islice(texts, size)):
        yield some


def written(words: list[str]) -> str:
    """A sentence with its spaces and quotation marks where people put them."""
    text = " ".join(words)
    text = re.sub(r" ([.,;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$#]) ", r"\1", text)
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", text)
    pieces = text.split('"')
    for number, piece in enumerate(pieces[1:], 1):
        if number % 2:
            pieces[number] = piece.lstrip()
        else:
            pieces[number - 1] = pieces[number - 1].rstrip()
    return '"'.join(pieces)


def web(path: Path) -> Iterator[str]:
    """Paragraphs of a file of words with their tags, one a line, a blank one behind each sentence."""
    with path.open(encoding="utf-8") as lines:
        groups = groupby(lines, key=lambda line: line != "\n")
        sentences = (written([line.split("\t")[0] for line in group]) for some, group in groups if some)
        for paragraph in batched(sentences, SENTENCES_A_PARAGRAPH):
            yield " ".join(paragraph)


def wikipedia(path: Path) -> Iterator[str]:
    """The texts of a part of GAP."""
    with path.open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["Text"].replace("``", '"').replace("''", '"')


def statements(path: Path) -> Iterator[str]:
    """Some of the statements."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % STATEMENTS_LEFT_OUT == 0:
                yield json.loads(line)["text"]


def main() -> None:
    shared = Path(sys.argv[1])
    sources = {
        "web": [web(shared / "corpus/pos/ewt_train.tsv")],
        "wikipedia": [wikipedia(shared / f"corpus/coref/gap-{part}.tsv") for part in ("development", "validation")],
        "statements": [statements(shared / "bench/statements.jsonl.xz")],
    }
    for name, parts in sources.items():
        paragraphs = (" ".join(paragraph.split()) for part in parts for paragraph in part)
        for number, some in enumerate(batched(filter(None, paragraphs), PARAGRAPHS_AN_ARTICLE)):
            article = {"id": f"{name}-{number}", "text": "\n\n".join(some), "attributions": []}
            print(json.dumps(article, ensure_ascii=False))


if __name__ == "__main__":
    main()
