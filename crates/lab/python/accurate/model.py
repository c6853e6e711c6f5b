"""An encoder with three inputs more for each piece, and a chain of labels over it."""

import json
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

LONGEST = 192
LABELS = 7
INSIDE = (2, 4, 6)
IMPOSSIBLE = -1e4
# MPNet weighs how far apart two pieces are, in so many classes up to this distance.
CLASSES, FARTHEST = 32, 128
# MPNet's pieces are those of BERT but for their numbers and these names; its places begin behind two that mean none.
OWN_NAMES = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
FIRST_PLACE = 2
# What is not the encoder's.
HEAD = ("inq", "case", "par", "W", "b", "tr", "st")


def forbidden() -> Tensor:
    """What goes on must go on with something: the label before is the same or begins it."""
    found = torch.zeros(LABELS, LABELS)
    for after in INSIDE:
        for before in range(LABELS):
            if before not in (after, after - 1):
                found[before, after] = IMPOSSIBLE
    return found


class Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float, dropout: float):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.o = nn.Linear(hidden, hidden)
        self.ln1 = nn.LayerNorm(hidden, epsilon)
        self.f1 = nn.Linear(hidden, inner)
        self.f2 = nn.Linear(inner, hidden)
        self.ln2 = nn.LayerNorm(hidden, epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        asked = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        taken = functional.scaled_dot_product_attention(*asked, attn_mask=bias.to(asked.dtype))
        x = self.ln1(x + self.dropout(self.o(taken.transpose(1, 2).reshape(batch, length, hidden))))
        return self.ln2(x + self.dropout(self.f2(functional.gelu(self.f1(x), approximate="tanh"))))


class Network(nn.Module):
    """How well each label goes with each piece, begun with the weights of a BERT or an MPNet in `folder`.

    The vectors of the pieces, in the order of `vocabulary`, are not trained.
    """

    def __init__(self, folder: Path, vocabulary: list[str], dropout: float = 0.0):
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        self.mpnet = config["model_type"] == "mpnet"
        tensors = {
            name.removeprefix("bert.").removeprefix("mpnet."): tensor.float()
            for name, tensor in load_file(folder / "model.safetensors").items()
        }
        there = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
        numbers = [there[OWN_NAMES.get(piece, piece) if self.mpnet else piece] for piece in vocabulary]
        self.register_buffer("vectors", tensors["embeddings.word_embeddings.weight"][numbers], persistent=False)
        places = tensors["embeddings.position_embeddings.weight"]
        if self.mpnet:
            places = places[FIRST_PLACE:]
            self.near = nn.Parameter(tensors["encoder.relative_attention_bias.weight"])
        else:
            places = places + tensors["embeddings.token_type_embeddings.weight"][0]
        hidden, heads, epsilon = (
            config[name] for name in ("hidden_size", "num_attention_heads", "layer_norm_eps")
        )
        self.pos = nn.Parameter(places[:LONGEST].clone())
        self.eln = nn.LayerNorm(hidden, epsilon)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(hidden, heads, config["intermediate_size"], epsilon, dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.begin(tensors)
        self.inq = nn.Parameter(torch.zeros(2, hidden))
        self.case = nn.Parameter(torch.zeros(3, hidden))
        self.par = nn.Parameter(torch.zeros(3, hidden))
        self.W = nn.Parameter(torch.randn(hidden, LABELS, generator=torch.Generator().manual_seed(0)) * 0.02)
        self.b = nn.Parameter(torch.zeros(LABELS))
        self.tr = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.st = nn.Parameter(torch.zeros(LABELS))
        self.register_buffer("forbidden", forbidden(), persistent=False)

    @torch.no_grad()
    def begin(self, tensors: dict[str, Tensor]) -> None:
        def put(module: nn.Module, *names: str) -> None:
            for part in ("weight", "bias"):
                getattr(module, part).copy_(torch.cat([tensors[f"{name}.{part}"] for name in names]))

        attention = ("attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm")
        if not self.mpnet:
            attention = ("self.query", "self.key", "self.value", "output.dense", "output.LayerNorm")
        put(self.eln, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            name = f"encoder.layer.{number}"
            *asked, out, norm = (f"{name}.attention.{part}" for part in attention)
            put(layer.qkv, *asked)
            put(layer.o, out)
            put(layer.ln1, norm)
            put(layer.f1, f"{name}.intermediate.dense")
            put(layer.f2, f"{name}.output.dense")
            put(layer.ln2, f"{name}.output.LayerNorm")

    def bias(self, is_there: Tensor) -> Tensor:
        """What is added to attention: nothing is seen behind the end."""
        unseen = torch.where(is_there, 0.0, -1e9)[:, None, None, :]
        if not self.mpnet:
            return unseen
        places = torch.arange(is_there.shape[1])
        apart = places[:, None] - places[None, :]
        side = CLASSES // 2
        exact = side // 2
        far = torch.log(apart.abs().clamp(min=1) / exact) / math.log(FARTHEST / exact) * (side - exact)
        classes = torch.where(apart.abs() < exact, apart.abs(), (exact + far.long()).clamp(max=side - 1))
        return unseen + self.near[classes + side * (apart < 0)].permute(2, 0, 1)

    def forward(self, pieces: Tensor, is_there: Tensor) -> Tensor:
        """`pieces` (batch, length, 4) as `prepare.py` writes them, without labels; scores (batch, length, 7)."""
        number, quoted, case, place = pieces.unbind(-1)
        x = self.vectors[number] + self.pos[: pieces.shape[1]] + self.inq[quoted] + self.case[case] + self.par[place]
        x = self.dropout(self.eln(x))
        bias = self.bias(is_there)
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.layers:
                x = layer(x, bias)
        return x.float() @ self.W + self.b

    def total(self, found: Tensor, is_there: Tensor, first: Tensor, steps: Tensor) -> Tensor:
        """The logarithm of what all labellings of each window weigh, with scores of the first label and of each step
        (batch or 1, length - 1, 7, 7).
        """
        sums = found[:, 0] + first
        for at in range(1, found.shape[1]):
            after = torch.logsumexp(sums[:, :, None] + steps[:, at - 1], 1) + found[:, at]
            sums = torch.where(is_there[:, at, None], after, sums)
        return torch.logsumexp(sums, -1)

    def steps(self, found: Tensor) -> Tensor:
        return (self.tr + self.forbidden).expand(1, found.shape[1] - 1, LABELS, LABELS)

    def loss(self, found: Tensor, is_there: Tensor, pairs: Tensor) -> Tensor:
        """The cross entropy of labellings under the chain, for each piece. `pairs` (batch, length, 7, 7) tells how
        likely each label is behind each; before the first piece stands label 0.
        """
        right = (pairs.sum(2) * found).sum() + pairs[:, 0].sum((0, 1)) @ self.st
        right = right + (pairs[:, 1:].sum((0, 1)) * self.tr).sum()
        return (self.total(found, is_there, self.st, self.steps(found)).sum() - right) / is_there.sum()

    def likely(self, found: Tensor, is_there: Tensor) -> Tensor:
        """How likely each label is behind each, as `loss` takes it."""
        with torch.enable_grad():
            found = found.detach()
            first = self.st.detach().expand(len(found), LABELS).clone().requires_grad_()
            steps = self.steps(found).detach().expand(len(found), -1, -1, -1).clone().requires_grad_()
            begun, behind = torch.autograd.grad(self.total(found, is_there, first, steps).sum(), (first, steps))
        pairs = torch.zeros(*found.shape, LABELS)
        pairs[:, 0, 0] = begun
        pairs[:, 1:] = behind
        return pairs

    @torch.no_grad()
    def best(self, found: Tensor, is_there: Tensor) -> Tensor:
        """The likeliest labelling of each window."""
        sums, back = found[:, 0] + self.st, []
        for at in range(1, found.shape[1]):
            value, before = (sums[:, :, None] + self.tr + self.forbidden).max(1)
            goes_on = is_there[:, at, None]
            back.append(torch.where(goes_on, before, torch.arange(LABELS)))
            sums = torch.where(goes_on, value + found[:, at], sums)
        labels = [sums.argmax(-1)]
        for before in reversed(back):
            labels.append(before.gather(1, labels[-1][:, None])[:, 0])
        return torch.stack(labels[::-1], 1)
