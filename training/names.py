#!/usr/bin/env python3
"""Names for sentences that nobody has named names in: two witnesses have to agree.

    python3 training/names.py --start runs/best1.pt --words runs/words.pkl --shared ../shared/data --base MODEL_DIR --out runs/

One witness is spaCy's English md package, the other a model tuned here on names that people marked (Wikigold, re3d, GUM,
Universal NER).
Where both give a word the same label it is kept; where they differ it is unknown and takes no part in the loss. Writes
names.pt (the second witness) and ewt-names.pkl (labels of the EWT training sentences).
"""

from __future__ import annotations

import argparse
import pickle
import random
from pathlib import Path

import torch
import torch.nn.functional as F

import data
from data import IGNORE, NAME_LABELS
from net import Net
from train import Encoder, batches, optimiser_of, scores, step_on

RATE = 6e-5  # the top learning rate, low because only names are tuned
SURE = 0.9  # a witness that is surer than this that a word is in no name is believed against the other's ORG or OTHER


def agreed(spacy: list[str], labels: list[str], outside: list[float]) -> list[str]:
    """One sentence's labels of two witnesses, and how sure the second is that a word is outside of names, as one."""
    out = []
    for a, b, o in zip(spacy, labels, outside):
        if a == b:
            out.append(a)
        elif b == "O" and o > SURE and a[2:] in ("ORG", "OTHER"):
            out.append("O")
        else:
            out.append("?")
    return out


@torch.no_grad()
def witness(net: Net, encoder: Encoder, sentences: list) -> list[tuple[list[str], list[float]]]:
    """Labels and the probability of "O", word by word."""
    net.eval()
    found = {}
    for chunk in batches(sentences, encoder, 6000, random.Random(0)):
        with torch.autocast("cpu", torch.bfloat16):
            p = net(encoder.batch(chunk))["groups"][3].softmax(-1)
        best = p.argmax(-1)
        for k, s in enumerate(chunk):
            n = len(s.words)
            found[id(s)] = ([NAME_LABELS[i] for i in best[k, :n]], p[k, :n, 0].tolist())
    return [found[id(s)] for s in sentences]


def tune(net: Net, encoder: Encoder, sentences: list, epochs: float, rng: random.Random) -> None:
    """Trains names alone."""
    optimiser = optimiser_of(net, RATE, RATE)
    steps = int(len(batches(sentences, encoder, 1200, random.Random(0))) * epochs)
    step = 0
    while step < steps:
        for chunk in batches(sentences, encoder, 1200, rng):
            batch = encoder.batch(chunk)
            with torch.autocast("cpu", torch.bfloat16):
                out = net(batch)
            gold = batch["gold"]["groups"]["name"]
            loss = F.cross_entropy(out["groups"][3].flatten(0, 1), gold.flatten(), ignore_index=IGNORE, label_smoothing=0.03)
            step_on(net, optimiser, loss, min(step / (0.1 * steps), (1 - step / steps) / 0.9 + 0.01))
            step += 1
            if step % 50 == 0:
                print(step, steps, round(loss.item(), 3), flush=True)
            if step >= steps:
                break


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True, help="what spaCy sees (silver.py words)")
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.manual_seed(1)
    saved = torch.load(args.start, weights_only=False)
    net = Net(saved["config"])
    net.load_state_dict(saved["state"])
    encoder = Encoder(args.base / "vocab.txt", saved["config"])
    sets = data.load(args.shared)
    people = sets["wikigold-train"] * 2 + sets["re3d-train"] + sets["gum-train"] + sets["uner-train"] * 3
    for s in {id(s): s for s in people}.values():
        data.tidy_names(s)
    tune(net, encoder, [s for s in people if len(s.words) <= 120], args.epochs, random.Random(1))
    print(scores(net, encoder, {"uner": sets["uner-held"], "wikigold": sets["wikigold-held"]}, saved["config"]), flush=True)
    torch.save({"state": net.state_dict(), "config": saved["config"]}, args.out / "names.pt")
    spacy = pickle.load(args.words.open("rb"))["ewt-train"]
    told = witness(net, encoder, sets["ewt-train"])
    labels = [agreed(a, b, o) for a, (b, o) in zip(spacy, told)]
    pickle.dump({"ewt-train": labels}, (args.out / "ewt-names.pkl").open("wb"))
    words = [l for row in labels for l in row]
    print({k: sum(l.endswith(k) for l in words) for k in ["O", "?", "PER", "ORG", "LOC", "OTHER"]})


if __name__ == "__main__":
    main()
