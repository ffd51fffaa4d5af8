#!/usr/bin/env python3
"""Trains one size of the model.

    python3 training/train.py best --shared ../shared/data --base MODEL_DIR --out runs/best.pt [--silver runs/silver.pkl]
    python3 training/train.py fast --shared ../shared/data --teacher runs/best.pt --silver runs/silver.pkl --out runs/fast.pt

The base of `best` is the folder of an all-MiniLM-L6-v2 (model.safetensors, vocab.txt). Runs on a GPU where there is one.
Every run writes its log beside its output and a checkpoint after every epoch; a run that was cut off goes on with --resume.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import BertWordPieceTokenizer

import data
from data import CLASSES, EVENT_ROLES, IGNORE, NAME_LABELS, ROLES, STATUSES, Sentence
from net import MAX_PIECES, Linear, Net, from_minilm, shape_of

BEST = {"input": "pieces", "width": 384, "eps": 1e-12, "max_rows": 512,
        "layers": [{"kind": "attention", "heads": 12, "ffn": 1536}] * 6,
        "pairs": {"arc": 256, "rel": 128, "role": 128, "event": 64}}
FAST = {"input": "words", "width": 256, "eps": 1e-6, "max_rows": 512,
        "layers": [{"kind": "conv", "window": 3}] * 2 + [{"kind": "attention", "heads": 8, "ffn": 512}] * 3,
        "pairs": {"arc": 128, "rel": 64, "role": 64, "event": 48}}

SOFT_HEADS = 4  # as silver.py keeps them
GROUPS = ["upos", "feats", "lemma", "name", "cue", "predicate", "trigger", "status", "inside"]


class Encoder:
    """Sentences to tensors."""

    def __init__(self, vocab: Path, config: dict):
        self.tokenizer = BertWordPieceTokenizer(str(vocab), lowercase=True, strip_accents=True)
        self.unknown = self.tokenizer.token_to_id("[UNK]")
        self.cls, self.sep = self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]")
        self.maps = {g["name"]: {l: i for i, l in enumerate(g["labels"])} for g in config["groups"]}
        self.relations = {l: i for i, l in enumerate(config["relations"])}
        self.roles = {l: i for i, l in enumerate(config["roles"])}
        self.cache: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        ids = self.cache.get(word)
        if ids is None:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES] or [self.unknown]
            self.cache[word] = ids
        return ids

    def length(self, s: Sentence) -> int:
        return sum(len(self.pieces(w)) for w in s.words) + 2

    def batch(self, sentences: list[Sentence]) -> dict:
        b, n = len(sentences), max(len(s.words) for s in sentences)
        ids = [[self.pieces(w) for w in s.words] for s in sentences]
        rows_n = max(sum(map(len, x)) for x in ids) + 2
        widest = max(len(p) for x in ids for p in x)
        rows = np.zeros((b, rows_n), np.int64)
        row_shape = np.full((b, rows_n), -1, np.int64)
        row_mask = np.zeros((b, rows_n), bool)
        pool = np.zeros((b, n, rows_n), np.float32)
        word_pieces = np.full((b, n, widest), -1, np.int64)
        word_shape = np.zeros((b, n), np.int64)
        word_mask = np.zeros((b, n), bool)
        for k, (s, x) in enumerate(zip(sentences, ids)):
            r = 1
            rows[k, 0] = self.cls
            for i, p in enumerate(x):
                shape = shape_of(s.words[i])
                rows[k, r : r + len(p)] = p
                row_shape[k, r : r + len(p)] = shape
                pool[k, i, r : r + len(p)] = 1 / len(p)
                word_pieces[k, i, : len(p)] = p
                word_shape[k, i] = shape
                r += len(p)
            rows[k, r] = self.sep
            row_mask[k, : r + 1] = True
            word_mask[k, : len(x)] = True
        t = torch.from_numpy
        out = {"rows": t(rows), "row_shape": t(row_shape), "row_mask": t(row_mask), "pool": t(pool), "word_pieces": t(word_pieces),
               "word_shape": t(word_shape), "word_mask": t(word_mask)}
        out["gold"] = self.gold(sentences, b, n)
        return out

    def gold(self, sentences: list[Sentence], b: int, n: int) -> dict:
        labels = {g: np.full((b, n), IGNORE, np.int64) for g in GROUPS}
        heads = np.full((b, n), IGNORE, np.int64)
        rels = np.full((b, n), IGNORE, np.int64)
        soft_heads = np.full((b, n, SOFT_HEADS), n, np.int64)
        soft_weights = np.zeros((b, n, SOFT_HEADS), np.float32)
        preds, pred_roles, triggers, trigger_roles = [], [], [], []
        for k, s in enumerate(sentences):
            m = len(s.words)
            for g, values in (("upos", s.upos), ("feats", s.feats), ("lemma", s.lemma), ("name", s.names)):
                if values is not None:
                    known = self.maps[g]
                    labels[g][k, :m] = [known.get(v, IGNORE) for v in values]
            if s.cues is not None:
                labels["cue"][k, :m] = s.cues
            if s.predicates is not None:
                labels["predicate"][k, :m] = 0
                labels["predicate"][k, s.predicates] = 1
                for p in s.predicates:
                    row = np.full(n, IGNORE, np.int64)
                    row[:m] = 0
                    row[p] = IGNORE
                    for q, a, role in s.roles:
                        if q == p:
                            row[a] = self.roles[role]
                    preds.append((k, p))
                    pred_roles.append(row)
            if s.heads is not None:
                heads[k, :m] = [n if h < 0 else h for h in s.heads]
                rels[k, :m] = [self.relations.get(r, IGNORE) for r in s.rels]
                if s.soft:
                    ways = s.soft["weights"].shape[1]
                    soft_heads[k, :m, :ways] = [[n if not 0 <= h < m else h for h in row] for row in s.soft["heads"]]
                    soft_weights[k, :m, :ways] = s.soft["weights"]
                else:
                    soft_heads[k, :m, 0] = heads[k, :m]
                    soft_weights[k, :m, 0] = 1
            if s.events is not None:
                labels["trigger"][k, :m] = 0
                labels["inside"][k, :m] = 0
                for e in s.events:
                    labels["trigger"][k, e["trigger"]] = 1 + CLASSES.index(e["class"])
                    labels["status"][k, e["trigger"]] = STATUSES.index(e["status"])
                    labels["inside"][k, e["first"] : e["end"]] = 1
                    row = np.full(n, IGNORE, np.int64)
                    row[:m] = 0
                    for a in e["actors"]:
                        row[a] = 1
                    for a in e["recipients"]:
                        row[a] = 2
                    triggers.append((k, e["trigger"]))
                    trigger_roles.append(row)
        t = torch.from_numpy

        def stack(at: list, rows: list) -> tuple[torch.Tensor, torch.Tensor]:
            return (torch.tensor(at, dtype=torch.long).view(-1, 2), t(np.stack(rows)) if rows else torch.zeros(0, n, dtype=torch.long))

        return {"groups": {g: t(v) for g, v in labels.items()}, "heads": t(heads), "rels": t(rels),
                "soft_heads": t(soft_heads), "soft_weights": t(soft_weights), "preds": stack(preds, pred_roles),
                "triggers": stack(triggers, trigger_roles),
                "weight": torch.tensor([s.weight for s in sentences], dtype=torch.float32)}


# How much each head counts. The tree is the hardest and the most used; the others are satisfied early.
WEIGHTS = {"upos": 0.5, "feats": 0.3, "lemma": 0.3, "name": 0.7, "cue": 0.2, "predicate": 0.2, "trigger": 0.5, "status": 0.3, "inside": 0.2,
           "arcs": 1.0, "rels": 0.6, "roles": 0.4, "event_roles": 0.4}


SMOOTHING = 0.03  # of the labels of words


def loss_of(net: Net, batch: dict) -> tuple[torch.Tensor, dict]:
    """Sum of the heads' losses, each a mean over the words that have a label, weighted by the sentence's weight."""
    out, gold, parts = net(batch), batch["gold"], {}
    weight = gold["weight"][:, None]

    def mean(scores: torch.Tensor, target: torch.Tensor, w: torch.Tensor, smoothing: float = SMOOTHING) -> torch.Tensor | None:
        known = target != IGNORE
        if not known.any():
            return None
        losses = F.cross_entropy(scores[known], target[known], reduction="none", label_smoothing=smoothing)
        w = w.expand_as(target)[known]
        return (losses * w).sum() / w.sum()

    for g, scores in zip(GROUPS, out["groups"]):
        parts[g] = mean(scores, gold["groups"][g], weight)
    heads = gold["heads"]
    known = heads != IGNORE
    if known.any():
        w = weight.expand_as(heads)[known]
        likely = torch.gather(out["arcs"].log_softmax(-1), 2, gold["soft_heads"])
        arcs = -(likely * gold["soft_weights"]).sum(-1)[known]
        parts["arcs"] = (arcs * w).sum() / w.sum()
        parts["rels"] = mean(net.relations(out, heads.clamp_min(0)), gold["rels"], weight)
    for name, (at, rows), scores in (("roles", gold["preds"], net.roles), ("event_roles", gold["triggers"], net.event_roles)):
        if len(at):
            # Nearly all words play no part, so a mean over words would hardly move: the sum is divided by the parts played.
            share = ((rows > 0).sum() + len(at)) / (rows != IGNORE).sum().clamp_min(1)
            parts[name] = mean(scores(out, at), rows, weight[at[:, 0]], 0.0) / share
    parts = {k: v for k, v in parts.items() if v is not None}
    return sum(WEIGHTS[k] * v for k, v in parts.items()), {k: v.item() for k, v in parts.items()}


def optimiser_of(net: Net, lr: float, head_lr: float) -> torch.optim.AdamW:
    """AdamW with two groups, the encoder and the heads, each with its top rate under "top"."""
    inner = ("tok", "pos", "layers", "embed_norm")
    encoder_part = [p for k, p in net.named_parameters() if k.startswith(inner)]
    head_part = [p for k, p in net.named_parameters() if not k.startswith(inner)]
    return torch.optim.AdamW([{"params": encoder_part, "lr": lr, "top": lr}, {"params": head_part, "lr": head_lr, "top": head_lr}],
                             weight_decay=0.01, betas=(0.9, 0.98))


def step_on(net: Net, optimiser: torch.optim.AdamW, loss: torch.Tensor, rate: float) -> None:
    """One step down the loss, at a share of the top rates."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["top"]
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
    optimiser.step()


def batches(sentences: list[Sentence], encoder: Encoder, rows: int, rng: random.Random, most: int = 160) -> list[list[Sentence]]:
    """Batches of about `rows` padded rows, of sentences of like length, in random order."""
    order = sorted(sentences, key=lambda s: encoder.length(s) + rng.random() * 6)
    out, now, widest = [], [], 0
    for s in order:
        length = min(encoder.length(s), most)
        if now and max(widest, length) * (len(now) + 1) > rows:
            out.append(now)
            now, widest = [], 0
        now.append(s)
        widest = max(widest, length)
    if now:
        out.append(now)
    rng.shuffle(out)
    return out


@torch.no_grad()
def scores(net: Net, encoder: Encoder, sets: dict[str, list[Sentence]], config: dict) -> dict:
    """Quick scores while training: greedy heads, gold tokens. The published ones come from `cargo xtask eval`."""
    net.eval()
    out = {}
    for name, sentences in sets.items():
        right = {"upos": 0, "uas": 0, "las": 0, "feats": 0, "lemma": 0}
        words = tp = wrong = missed = 0
        for chunk in batches(sentences, encoder, 4000, random.Random(0)):
            batch = encoder.batch(chunk)
            result = net(batch)
            gold = batch["gold"]
            arcs = result["arcs"].argmax(-1)
            rels = net.relations(result, arcs)
            rels[..., 0] = -1e4
            rels = torch.where(arcs == arcs.new_tensor(arcs.shape[1]), 0, rels.argmax(-1))
            if chunk[0].heads is not None:
                known = batch["word_mask"]
                words += int(known.sum())
                ok = (arcs == gold["heads"]) & known
                right["uas"] += int(ok.sum())
                right["las"] += int((ok & (rels == gold["rels"])).sum())
                for i, g in enumerate(("upos", "feats", "lemma")):
                    right[g] += int(((result["groups"][i].argmax(-1) == gold["groups"][g]) & known).sum())
            if chunk[0].names is not None:
                labels = result["groups"][3].argmax(-1)
                for k, s in enumerate(chunk):
                    told = {x for x in name_spans([NAME_LABELS[i] for i in labels[k, : len(s.words)]]) if x[2] != "OTHER"}
                    want = {x for x in name_spans(s.names) if x[2] != "OTHER"}
                    tp += len(told & want)
                    wrong += len(told - want)
                    missed += len(want - told)
        if words:
            out.update({f"{name}.{k}": round(v / words, 4) for k, v in right.items()})
        if tp + wrong + missed:
            out[f"{name}.names"] = round(2 * tp / (2 * tp + wrong + missed), 4)
    net.train()
    return out


def name_spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """Spans of BIOES labels, read leniently."""
    out, i = set(), 0
    while i < len(labels):
        if labels[i][0] in "BS":
            j = i + 1
            while j < len(labels) and labels[j][0] in "IE" and labels[i][0] == "B":
                j += 1
            out.add((i, j, labels[i][2:]))
            i = j
        else:
            i += 1
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("size", choices=["best", "fast"])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder with vocab.txt and, for best, model.safetensors")
    parser.add_argument("--events", type=Path, help="gold event documents on words (silver.py)")
    parser.add_argument("--uner-copies", type=int, default=2)
    parser.add_argument("--event-copies", type=int, default=1)
    parser.add_argument("--silver", type=Path, nargs="*", default=[])
    parser.add_argument("--teacher", type=Path, help="fast: a trained best, whose embeddings are its first ones")
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--silver-names", type=Path, help="names of the EWT training sentences (names.py)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=12)
    parser.add_argument("--rows", type=int, default=1400)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--gold-copies", type=int, default=1, help="times the treebanks are seen in an epoch, where there is silver")
    parser.add_argument("--silver-part", type=int, default=0, help="silver sentences in an epoch; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop (with the schedule run down) after so long")
    parser.add_argument("--rehearse", type=float, default=0.0, help="share of the run, at its end, with eight-bit arithmetic rehearsed")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--layers", type=json.loads, help="other layers, JSON")
    parser.add_argument("--dropout", type=float, default=0.1, help="share of the encoder's values that are dropped in training")
    parser.add_argument("--pair-dropout", type=float, default=0.33, help="the same of the vectors of word pairs")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    sets = data.load(args.shared)
    labels = data.Labels(sets["ewt-train"] + sets["gum-train"])
    if args.silver_names:
        for name, silver in pickle.load(args.silver_names.open("rb")).items():
            for s, tags in zip(sets[name], silver):
                s.names = tags
    people = sets["wikigold-train"] + sets["re3d-train"] + sets["uner-train"] * args.uner_copies
    gold = sets["ewt-train"] + sets["gum-train"] + people
    if args.events:
        documents = pickle.load(args.events.open("rb"))
        gold += (documents["train"] + documents["written"]) * args.event_copies
    for s in {id(s): s for s in gold}.values():
        if s.names is not None:
            data.tidy_names(s)
    silver = [s for path in args.silver for s in pickle.load(path.open("rb"))]
    config = dict(BEST if args.size == "best" else FAST)
    if args.layers:
        config["layers"] = args.layers
    config |= {"name": args.size, "groups": labels.groups(), "relations": labels.relations, "roles": ROLES, "event_roles": EVENT_ROLES}
    encoder = Encoder(args.base / "vocab.txt", config)
    config["vocabulary"] = encoder.tokenizer.get_vocab_size()
    net = Net(config, args.dropout, args.pair_dropout)
    if args.start:
        net.load_state_dict(torch.load(args.start)["state"])
    elif args.size == "best":
        from safetensors.torch import load_file
        from_minilm(net, load_file(args.base / "model.safetensors"))
    elif args.teacher:
        table = torch.load(args.teacher)["state"]["tok.weight"]
        table = table - table.mean(0)
        _, _, v = torch.linalg.svd(table, full_matrices=False)
        with torch.no_grad():
            net.tok.weight.copy_(table @ v[: config["width"]].T)

    dev = {"ewt": sets["ewt-dev"], "gum": sets["gum-dev"], "uner": sets["uner-held"], "wikigold": sets["wikigold-held"]}
    optimiser = optimiser_of(net, args.lr, args.head_lr)
    gold = [s for s in gold if len(s.words) <= 150]

    def epoch_of() -> list[Sentence]:
        """What one epoch reads: the gold, and another part of the silver each time."""
        part = silver if not args.silver_part else rng.sample(silver, min(args.silver_part, len(silver)))
        return gold * args.gold_copies + part

    per_epoch = len(batches(epoch_of(), encoder, args.rows, random.Random(0)))
    total = int(per_epoch * args.epochs)
    log = args.out.with_suffix(".log").open("a")

    def say(text: str) -> None:
        print(text, flush=True)
        print(text, file=log, flush=True)

    say(f"{args} gold {len(gold)} silver {len(silver)} steps {total} parameters {sum(p.numel() for p in net.parameters())}")
    step, epoch, done_before = 0, 0, 0.0
    if args.resume and args.out.with_suffix(".ckpt").exists():
        saved = torch.load(args.out.with_suffix(".ckpt"), weights_only=False)
        net.load_state_dict(saved["state"])
        optimiser.load_state_dict(saved["optimiser"])
        step, epoch, done_before = saved["step"], saved["epoch"], saved["seconds"]
    started = time.time() - done_before
    warm = 0.06
    sums: dict[str, float] = {}
    count = 0
    while True:
        for chunk in batches(epoch_of(), encoder, args.rows, rng):
            progress = max(step / total, (time.time() - started) / 60 / args.minutes)
            if progress >= 1:
                break
            rate = min(progress / warm, (1 - progress) / (1 - warm)) if progress < 1 else 0
            Linear.rehearse = progress > 1 - args.rehearse
            with torch.autocast("cpu", torch.bfloat16):
                loss, parts = loss_of(net, encoder.batch(chunk))
            step_on(net, optimiser, loss, max(rate, 1e-3))
            step += 1
            count += 1
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + v
            if step % 200 == 0:
                say(f"{step}/{total} {time.time() - started:.0f} s " + " ".join(f"{k} {v / count:.3f}" for k, v in sums.items()))
                sums, count = {}, 0
        else:
            epoch += 1
            rehearsing, Linear.rehearse = Linear.rehearse, False
            say(f"epoch {epoch} {time.time() - started:.0f} s {scores(net, encoder, dev, config)}")
            Linear.rehearse = rehearsing
            torch.save({"state": net.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "epoch": epoch,
                        "seconds": time.time() - started}, args.out.with_suffix(".ckpt"))
            continue
        break
    Linear.rehearse = False
    say(f"end {step} {time.time() - started:.0f} s {scores(net, encoder, dev, config)}")
    Linear.rehearse = True
    say(f"in eight bits {scores(net, encoder, dev, config)}")
    torch.save({"state": net.state_dict(), "config": config}, args.out)


if __name__ == "__main__":
    main()
