"""Annotated articles as paragraphs of labelled tokens."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(r"\w+|[^\w\s]")
SENTENCE_ENDS = set(".!?")
OPENING = "“„«"
CLOSING = "”\"')"
CLOSING_BEHIND = "”\"')’"
ABBREVIATIONS = set(
    "mr mrs ms dr sen rep gov gen st jr sr u.s no vs inc corp co prof rev col lt sgt "
    "jan feb aug sept oct nov dec d r i e p m a".split()
)
OUTSIDE = 0
BEGINS = {"source": 1, "cue": 3, "content": 5}
INSIDE = {label + 1 for label in BEGINS.values()}


@dataclass
class Paragraph:
    """A paragraph: where its tokens stand, and what is known of each."""

    tokens: list[tuple[int, int]]
    words: list[str]
    quoted: list[bool]
    sentences: list[int]
    labels: list[int] = field(default_factory=list)


def read(path: Path) -> Iterator[tuple[str, list[dict]]]:
    """The texts of a file, one JSON object a line, and the attributions in them, if any; spans count code points."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article["text"], article.get("attributions", [])


def paragraphs(text: str, attributions: list[dict]) -> list[Paragraph]:
    """The paragraphs of a text, labelled; lines without tokens are left out."""
    quoted = quotations(text)
    found = []
    for line in re.finditer(r"[^\n]+", text):
        tokens = [token.span() for token in TOKEN.finditer(text, line.start(), line.end())]
        if not tokens:
            continue
        words = [text[start:end] for start, end in tokens]
        found.append(Paragraph(tokens, words, [quoted[start] for start, _ in tokens], sentences(tokens, words)))
    label(found, attributions)
    return found


def quotations(text: str) -> list[bool]:
    """Whether each character stands between double quotation marks, marks included.

    Each line is looked at by itself. What is left open runs to its end, if the line or a curly mark opens it. A
    straight mark opens where none is open, unless it looks like one that closes.
    """
    inside = [False] * len(text)
    for line in re.finditer(r"[^\n]+", text):
        start, (at, end) = None, line.span()
        while at < end:
            character, pair = text[at], text[at : at + 2]
            width = 2 if pair in ("``", "''") else 1
            if character in OPENING or pair == "``":
                start = at if start is None else start
            elif character in "”»" or pair == "''":
                if start is not None:
                    inside[start : min(at + width, end)] = [True] * (min(at + width, end) - start)
                start = None
            elif character == '"':
                before = text[at - 1] if at > line.start() else " "
                behind = text[at + 1] if at + 1 < end else " "
                if start is None:
                    closes = not before.isspace() and before not in "([-—–/'‘"
                    start = None if closes and (behind.isspace() or behind in ",.;:!?)") else at
                elif (
                    (before.isspace() or before in "([")
                    and not behind.isspace()
                    and text.find('"', at + 1, end) != -1
                    and text.count('"', at, end) % 2 == 0
                ):
                    start = at
                else:
                    inside[start : at + 1] = [True] * (at + 1 - start)
                    start = None
            at += width
        opens_line = start is not None and not text[line.start() : start].strip()
        if start is not None and (opens_line or text[start] in OPENING):
            inside[start:end] = [True] * (end - start)
    return inside


def sentences(tokens: list[tuple[int, int]], words: list[str]) -> list[int]:
    """The number of the sentence that each token of a paragraph is in."""
    number, numbers = 0, []
    for at, word in enumerate(words):
        numbers.append(number)
        ends = word in SENTENCE_ENDS or (word in CLOSING and at > 0 and words[at - 1] in SENTENCE_ENDS)
        if not ends:
            continue
        behind = words[at + 1] if at + 1 < len(words) else ""
        touches = bool(behind) and tokens[at + 1][0] == tokens[at][1]
        before = words[at - 1].lower() if at else ""
        if word == "." and (before in ABBREVIATIONS or (touches and behind not in "”\"'")):
            continue
        if (touches and behind in CLOSING_BEHIND) or behind[:1].islower():
            continue
        number += 1
    return numbers


def label(found: list[Paragraph], attributions: list[dict]) -> None:
    """Labels the tokens of sources, cues and contents; a token that has a label keeps it."""
    for paragraph in found:
        paragraph.labels = [OUTSIDE] * len(paragraph.tokens)
    for attribution in attributions:
        for part, begin in BEGINS.items():
            for start, end in attribution[part]:
                for paragraph in found:
                    if paragraph.tokens[-1][1] <= start or paragraph.tokens[0][0] >= end:
                        continue
                    now = begin
                    for at, (first, last) in enumerate(paragraph.tokens):
                        if first < end and last > start and paragraph.labels[at] == OUTSIDE:
                            paragraph.labels[at] = now
                            now = begin + 1
