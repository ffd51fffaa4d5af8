#!/usr/bin/env python3
"""Event proposals, scored on documents that the model was not trained on.

    python3 training/crossval.py runs/best-trees.pt --events runs/events.pkl --shared ../shared/data --base MODEL_DIR \
        --scores eval/scores.csv

The gold documents (train and written) are dealt into folds; for each fold a model that has seen no event at all is tuned on
the other folds, mixed with as many sentences of the treebanks, and proposes events in the fold. What is scored, sentence by
sentence: the classes ("type", as in the codebook), the anchor word with its class, and over anchors with the right class
the status and the words at the head of actors and recipients. Rows of the set `model/SIZE/events N folds` in the scores
are replaced.
"""

from __future__ import annotations

import argparse
import csv
import pickle
import random
import zlib
from collections import Counter
from pathlib import Path

import torch

import data
from data import CLASSES, STATUSES
from net import Net
from train import Encoder, batches, loss_of, optimiser_of, step_on

HEAD = ["set", "measure", "class", "precision", "recall", "f1", "accuracy", "correct", "coded", "gold"]


@torch.no_grad()
def propose(net: Net, encoder: Encoder, sentences: list) -> list[list[dict]]:
    """Events that the model proposes, sentence by sentence."""
    net.eval()
    found = {}
    for chunk in batches(sentences, encoder, 6000, random.Random(0)):
        batch = encoder.batch(chunk)
        out = net(batch)
        classes = out["groups"][6].argmax(-1)
        statuses = out["groups"][7].argmax(-1)
        at = ((classes > 0) & batch["word_mask"]).nonzero()
        roles = net.event_roles(out, at).argmax(-1) if len(at) else None
        for s in chunk:
            found[id(s)] = []
        for j, (k, t) in enumerate(at.tolist()):
            s = chunk[k]
            inside = [(a, int(roles[j, a])) for a in range(len(s.words)) if a != t]
            found[id(s)].append({"trigger": t, "class": CLASSES[int(classes[k, t]) - 1], "status": STATUSES[int(statuses[k, t])],
                                 "actors": {a for a, r in inside if r == 1}, "recipients": {a for a, r in inside if r == 2}})
    net.train()
    return [found[id(s)] for s in sentences]


class Score:
    """Counts of what was right, said and wanted, by measure and class."""

    def __init__(self) -> None:
        self.right, self.coded, self.gold = Counter(), Counter(), Counter()

    def add(self, measure: str, kind: str, right: int, coded: int, gold: int) -> None:
        for key in {(measure, kind), (measure, "all")}:
            self.right[key] += right
            self.coded[key] += coded
            self.gold[key] += gold

    def sentence(self, told: list[dict], want: list[dict], types: list[str]) -> None:
        a, b = Counter(e["class"] for e in told), Counter(types)
        for kind in set(a) | set(b):
            self.add("type", kind, min(a[kind], b[kind]), a[kind], b[kind])
        by_word = {(e["trigger"], e["class"]): e for e in want}
        both = [(e, by_word[e["trigger"], e["class"]]) for e in told if (e["trigger"], e["class"]) in by_word]
        self.add("anchor", "all", len(both), len(told), len(want))
        for e, g in both:
            self.add("status", g["status"], int(e["status"] == g["status"]), 1, 1)
            for side in ("actors", "recipients"):
                self.add(side[:-1], "all", len(e[side] & set(g[side])), len(e[side]), len(g[side]))

    def rows(self, name: str) -> list[list[str]]:
        out = []
        for (measure, kind), gold in sorted(self.gold.items()):
            right, coded = self.right[measure, kind], self.coded[measure, kind]
            if measure == "status":
                out.append([name, measure, kind, "", "", "", f"{right / gold:.4f}", str(right), "", str(gold)])
            elif gold:
                p, r = right / coded if coded else 0.0, right / gold
                f = 2 * p * r / (p + r) if p + r else 0.0
                out.append([name, measure, kind, f"{p:.4f}", f"{r:.4f}", f"{f:.4f}", "", str(right), str(coded), str(gold)])
        return out


def replace_rows(path: Path, rows: list[list[str]]) -> None:
    """Puts the rows in place of those of the same sets, in the table's order."""
    names = {r[0] for r in rows}
    with path.open(encoding="utf-8", newline="") as file:
        kept = [r for r in list(csv.reader(file))[1:] if r[0] not in names]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEAD)
        out.writerows(sorted(kept + rows, key=lambda r: ",".join(r[:3])))


def tune(net: Net, encoder: Encoder, events: list, others: list, epochs: float, rows: int, lr: float, head_lr: float,
         rng: random.Random, say) -> None:
    """Trains `net` on sentences with events and as many others."""
    optimiser = optimiser_of(net, lr, head_lr)
    steps = int(len(batches(events * 2, encoder, rows, random.Random(0))) * epochs)
    step = 0
    while step < steps:
        for chunk in batches(events + rng.sample(others, len(events)), encoder, rows, rng):
            progress = step / steps
            rate = min(progress / 0.1, (1 - progress) / 0.9)
            with torch.autocast("cpu", torch.bfloat16):
                loss, parts = loss_of(net, encoder.batch(chunk))
            step_on(net, optimiser, loss, max(rate, 0.01))
            step += 1
            if step % 50 == 0:
                say(f"  {step}/{steps} " + " ".join(f"{k} {parts[k]:.3f}" for k in ("trigger", "status", "event_roles") if k in parts))
            if step >= steps:
                break


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("trees", type=Path, help="a model trained without events")
    parser.add_argument("--events", type=Path, required=True)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--lr", type=float, default=8e-5)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    args = parser.parse_args()
    saved = torch.load(args.trees, weights_only=False)
    documents = pickle.load(args.events.open("rb"))
    sets = data.load(args.shared)
    others = [s for name in ("ewt-train", "gum-train") for s in sets[name] if len(s.words) <= 80]
    encoder = Encoder(args.base / "vocab.txt", saved["config"])
    score, apart = Score(), {name: Score() for name in ("train", "written")}
    for fold in range(args.folds):
        torch.manual_seed(fold + 1)
        net = Net(saved["config"])
        net.load_state_dict(saved["state"])
        inside, tested = [], []
        for name in ("train", "written"):
            for s in documents[name]:
                (tested if zlib.crc32(s.key.encode()) % args.folds == fold else inside).append((name, s))
        tune(net, encoder, [s for _, s in inside], others, args.epochs, args.rows, args.lr, args.head_lr, random.Random(fold + 1), print)
        for (name, s), told in zip(tested, propose(net, encoder, [s for _, s in tested])):
            score.sentence(told, s.events, s.gold_types)
            apart[name].sentence(told, s.events, s.gold_types)
        print(f"fold {fold}: so far", [" ".join(r[1:7]) for r in score.rows("") if r[2] == "all"], flush=True)
    size = saved["config"]["name"]
    rows = score.rows(f"model/{size}/events {args.folds} folds")
    for name, s in apart.items():
        rows += [r for r in s.rows(f"model/{size}/events {args.folds} folds {name}") if r[2] == "all"]
    replace_rows(args.scores, rows)


if __name__ == "__main__":
    main()
