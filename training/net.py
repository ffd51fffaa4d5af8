"""The network, as crates/attache-model computes it (there in integers, here in floating point).

`Net(config)` takes both sizes. The tensors' names and the arithmetic are those of the weight file; reference.py
holds the same in plain numpy. Pieces are BERT's uncased WordPiece; case comes back through the shape of each word.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

MAX_PIECES = 16  # pieces of one word that are kept
SHAPES = 8


def shape_of(word: str) -> int:
    """Class of a word's letters: 0 lower, 1 Capitalised, 2 UPPER, 3 mIxed, 4 has a digit, 5 no letter, 6 one
    upper-case letter, 7 letters without case."""
    if any(c.isnumeric() for c in word):
        return 4
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 5
    cased = [c for c in letters if c.isupper() or c.islower()]
    if not cased:
        return 7
    if len(letters) == 1 and letters[0].isupper():
        return 6
    if all(c.islower() for c in cased):
        return 0
    if all(c.isupper() for c in cased):
        return 2
    if cased[0].isupper() and all(c.islower() for c in cased[1:]):
        return 1
    return 3


def fake_quantise(x: torch.Tensor) -> torch.Tensor:
    """What eight bits a row leave of `x`; the gradient passes as if nothing had happened."""
    scale = x.detach().abs().amax(-1, keepdim=True).clamp_min(1e-12) / 127
    return x + (torch.round(x.detach() / scale) * scale - x.detach())


class Linear(nn.Linear):
    """A linear layer that can rehearse the eight-bit arithmetic (`Linear.rehearse = True`)."""

    rehearse = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if Linear.rehearse:
            return F.linear(fake_quantise(x), fake_quantise(self.weight), self.bias)
        return super().forward(x)


class Attention(nn.Module):
    """Self-attention and feed-forward, normalised after each (BERT)."""

    def __init__(self, width: int, heads: int, ffn: int, eps: float, dropout: float):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv, self.out = Linear(width, 3 * width), Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps)
        self.up, self.down = Linear(width, ffn), Linear(ffn, width)
        self.norm2 = nn.LayerNorm(width, eps)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, n, e = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, e // self.heads).permute(2, 0, 3, 1, 4)
        drop = self.dropout if self.training else 0.0
        att = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :], dropout_p=drop)
        att = self.out(att.transpose(1, 2).reshape(b, n, e))
        x = self.norm1(x + F.dropout(att, self.dropout, self.training))
        ffn = self.down(F.gelu(self.up(x), approximate="tanh"))
        return self.norm2(x + F.dropout(ffn, self.dropout, self.training))


class Conv(nn.Module):
    """A window of three words, with a residual."""

    def __init__(self, width: int, eps: float, dropout: float):
        super().__init__()
        self.conv = Linear(3 * width, width)
        self.norm = nn.LayerNorm(width, eps)
        self.dropout = dropout

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = x * mask[..., None]
        left, right = F.pad(x, (0, 0, 1, 0))[:, :-1], F.pad(x, (0, 0, 0, 1))[:, 1:]
        c = F.gelu(self.conv(torch.cat([left, x, right], -1)), approximate="tanh")
        return self.norm(x + F.dropout(c, self.dropout, self.training))


class Net(nn.Module):
    """Encoder and heads. `config` is the header of the weight file without labels' offsets."""

    def __init__(self, config: dict, dropout: float = 0.1, pair_dropout: float = 0.33):
        super().__init__()
        self.config = config
        width, eps = config["width"], config["eps"]
        self.tok = nn.Embedding(config["vocabulary"], width)
        self.pos = nn.Embedding(config["max_rows"], width)
        self.shape = nn.Embedding(SHAPES, width)
        nn.init.normal_(self.tok.weight, std=0.05)
        nn.init.normal_(self.pos.weight, std=0.02)
        nn.init.zeros_(self.shape.weight)
        self.embed_norm = nn.LayerNorm(width, eps)
        self.layers = nn.ModuleList(
            Attention(width, l["heads"], l["ffn"], eps, dropout) if l["kind"] == "attention" else Conv(width, eps, dropout)
            for l in config["layers"]
        )
        p = config["pairs"]
        self.sizes = [p["arc"], p["arc"], p["rel"], p["rel"], p["role"], p["role"], p["event"], p["event"]]
        self.group_sizes = [len(g["labels"]) for g in config["groups"]]
        self.tags = Linear(width, sum(self.group_sizes))
        self.pairs = Linear(width, sum(self.sizes))
        self.arc = Linear(p["arc"], p["arc"])
        self.arc_root = nn.Parameter(torch.randn(p["arc"]) * 0.1)
        self.rel = Linear(3 * p["rel"], len(config["relations"]))
        self.rel_root = nn.Parameter(torch.randn(p["rel"]) * 0.1)
        self.role = Linear(p["role"], len(config["roles"]))
        self.event = Linear(p["event"], len(config["event_roles"]))
        self.dropout, self.pair_dropout = dropout, pair_dropout

    def encode(self, batch: dict) -> torch.Tensor:
        """Word vectors [sentences, words, width]."""
        if self.config["input"] == "pieces":
            rows = batch["rows"]
            shape = self.shape(batch["row_shape"].clamp_min(0)) * (batch["row_shape"] >= 0)[..., None]
            x = self.tok(rows) + self.pos.weight[: rows.shape[1]] + shape
            mask = batch["row_mask"]
        else:
            pieces = batch["word_pieces"]
            x = (self.tok(pieces.clamp_min(0)) * (pieces >= 0)[..., None]).sum(2)
            x = x + self.pos.weight[: pieces.shape[1]] + self.shape(batch["word_shape"])
            mask = batch["word_mask"]
        x = F.dropout(self.embed_norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        if self.config["input"] == "pieces":
            x = torch.bmm(batch["pool"].to(x.dtype), x)
        return x

    def forward(self, batch: dict) -> dict:
        """Scores: "groups" (list along the tag groups), "arcs" [b, n, n + 1] (last: the root), and the cut pair vectors."""
        h = F.dropout(self.encode(batch), self.dropout, self.training)
        groups = self.tags(h).split(self.group_sizes, -1)
        cut = F.gelu(self.pairs(h), approximate="tanh").split(self.sizes, -1)
        cut = [F.dropout(c, self.pair_dropout, self.training) for c in cut]
        u = self.arc(cut[0])
        heads = torch.cat([cut[1], self.arc_root.to(h.dtype).expand(h.shape[0], 1, -1)], 1)
        arcs = (u @ heads.transpose(1, 2)).float()
        n = h.shape[1]
        arcs = arcs.masked_fill(~F.pad(batch["word_mask"], (0, 1), value=True)[:, None, :], -1e4)
        own = torch.eye(n, n + 1, dtype=torch.bool)
        arcs = arcs.masked_fill(own[None], -1e4)
        return {"groups": [g.float() for g in groups], "arcs": arcs, "cut": cut, "h": h}

    def relations(self, out: dict, heads: torch.Tensor) -> torch.Tensor:
        """Scores of relations for given heads [b, n] (n = the root)."""
        dep = out["cut"][2]
        head = torch.cat([out["cut"][3], self.rel_root.to(dep.dtype).expand(dep.shape[0], 1, -1)], 1)
        head = torch.gather(head, 1, heads[..., None].expand(-1, -1, head.shape[-1]))
        return self.rel(torch.cat([dep * head, dep, head], -1)).float()

    def roles(self, out: dict, at: torch.Tensor) -> torch.Tensor:
        """Scores [p, n, roles] for predicates at[p] = (sentence, word)."""
        return self.role(out["cut"][4][at[:, 0], at[:, 1]][:, None] * out["cut"][5][at[:, 0]]).float()

    def event_roles(self, out: dict, at: torch.Tensor) -> torch.Tensor:
        """Scores [t, n, 3] for triggers at[t] = (sentence, word)."""
        return self.event(out["cut"][6][at[:, 0], at[:, 1]][:, None] * out["cut"][7][at[:, 0]]).float()


def from_minilm(net: Net, state: dict) -> None:
    """Fills the encoder of `net` with the weights of a BERT of the same width (tensor names of its safetensors)."""

    def put(param: torch.Tensor, value: torch.Tensor) -> None:
        with torch.no_grad():
            param.copy_(value)

    state = {k.removeprefix("bert."): v for k, v in state.items()}
    put(net.tok.weight, state["embeddings.word_embeddings.weight"])
    put(net.pos.weight, state["embeddings.position_embeddings.weight"][: net.pos.weight.shape[0]]
        + state["embeddings.token_type_embeddings.weight"][0])
    put(net.embed_norm.weight, state["embeddings.LayerNorm.weight"])
    put(net.embed_norm.bias, state["embeddings.LayerNorm.bias"])
    for i, layer in enumerate(net.layers):
        old = f"encoder.layer.{i}."
        for part in ("weight", "bias"):
            put(getattr(layer.qkv, part), torch.cat([state[f"{old}attention.self.{x}.{part}"] for x in ("query", "key", "value")]))
            put(getattr(layer.out, part), state[f"{old}attention.output.dense.{part}"])
            put(getattr(layer.norm1, part), state[f"{old}attention.output.LayerNorm.{part}"])
            put(getattr(layer.up, part), state[f"{old}intermediate.dense.{part}"])
            put(getattr(layer.down, part), state[f"{old}output.dense.{part}"])
            put(getattr(layer.norm2, part), state[f"{old}output.LayerNorm.{part}"])
