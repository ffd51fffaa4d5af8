#!/usr/bin/env python3
"""Silver sentences: news and official texts, and the gold event documents, read by a trained `best` and by spaCy.

    python3 training/silver.py words --shared ../shared/data --spacy MODEL_DIR --out runs/words.pkl
    python3 training/silver.py read  --words runs/words.pkl --teacher runs/best.pt --base MODEL_DIR --shared ../shared/data --out runs/

The first step cuts the texts into sentences and words and lets spaCy's English md package (MIT) name names; the second lets
`best` give tags, features, lemmas, trees (with its four likeliest heads a word), predicates, roles and cues. Only texts in the
public domain or under CC BY are read. Writes silver.pkl (news) and events.pkl (gold documents, with their events on words).
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from pathlib import Path

import torch

import data
from data import CLASSES, NAME_LABELS, Sentence
from net import Net

KINDS = {"GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG", "PERSON": "PER", "NORP": "OTHER", "EVENT": "OTHER",
         "WORK_OF_ART": "OTHER", "PRODUCT": "OTHER", "LAW": "OTHER", "LANGUAGE": "OTHER"}
SOFT_HEADS = 4  # likeliest heads that are kept of each word


def spacy_names(doc) -> list[str]:
    """spaCy's entities as names after the treebanks' manner: no article before, no clitic behind."""
    labels = ["O"] * len(doc)
    for e in doc.ents:
        if e.label_ not in KINDS:
            continue
        first, end = e.start, e.end
        while first < end and doc[first].lower_ in ("the", "a", "an"):
            first += 1
        if end > first and doc[end - 1].lower_ in ("'s", "’s", "'", "’"):
            end -= 1
        if first < end:
            data.set_name(labels, first, end, KINDS[e.label_])
    return labels


def words_step(args: argparse.Namespace) -> None:
    import spacy
    from spacy.tokens import Doc
    nlp = spacy.load(args.spacy, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    splitter = spacy.load(args.spacy, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "ner"])
    splitter.enable_pipe("senter")
    rng = random.Random(3)
    texts = []
    for path in sorted((args.shared / "news").glob("*.jsonl")):
        rows = [json.loads(line)["text"] for line in path.open(encoding="utf-8")]
        rng.shuffle(rows)
        texts += [t for t in rows[: max(400, int(len(rows) * args.share))]]
    # Long transcripts would drown the rest: of one text the first 3,000 characters are read.
    paragraphs = [p for t in texts for p in t[:3000].split("\n") if len(p) > 20]
    rng.shuffle(paragraphs)
    seen, rows = set(), []
    for doc in splitter.pipe(paragraphs, batch_size=200):
        for sent in doc.sents:
            words = [t.text for t in sent if not t.is_space]
            key = " ".join(words)
            if 4 <= len(words) <= 60 and key not in seen:
                seen.add(key)
                rows.append(words)
        if len(rows) >= args.most:
            break
    news = []
    for doc in nlp.pipe((Doc(nlp.vocab, words=w) for w in rows), batch_size=500):
        news.append((([t.text for t in doc]), spacy_names(doc)))
    documents = {}
    for name in ("train", "written", "dev", "written_dev"):
        documents[name] = []
        for line in (args.shared / f"gold/{name}.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            sentences = []
            for doc in nlp.pipe(row["sentences"]):
                kept = [t for t in doc if not t.is_space]
                names = spacy_names(doc)
                sentences.append(([t.text for t in kept], [t.idx for t in kept], [names[t.i] for t in kept]))
            documents[name].append((row, sentences))
    treebank = [spacy_names(doc) for doc in nlp.pipe(Doc(nlp.vocab, words=s.words) for s in data.load(args.shared)["ewt-train"])]
    pickle.dump({"news": news, "documents": documents, "ewt-train": treebank}, args.out.open("wb"))
    print(len(news), "sentences", sum(len(w) for w, _ in news), "words")


@torch.no_grad()
def read(net: Net, encoder, sentences: list[Sentence], rows: int = 6000) -> None:
    """Fills the sentences with what the teacher reads."""
    from train import batches
    config = net.config
    labels = [g["labels"] for g in config["groups"]]
    net.eval()
    for chunk in batches(sentences, encoder, rows, random.Random(0)):
        batch = encoder.batch(chunk)
        with torch.autocast("cpu", torch.bfloat16):
            out = net(batch)
        probabilities = out["arcs"].softmax(-1)
        top, index = probabilities.topk(min(SOFT_HEADS, probabilities.shape[-1]), -1)
        arcs = index[..., 0]
        with torch.autocast("cpu", torch.bfloat16):
            rels = net.relations(out, arcs)
        rels[..., 0] = -1e4
        rels = rels.argmax(-1)
        best = [g.argmax(-1) for g in out["groups"]]
        at = (best[5] == 1) & batch["word_mask"]
        at = at.nonzero()
        with torch.autocast("cpu", torch.bfloat16):
            roles = net.roles(out, at).argmax(-1) if len(at) else None
        n = arcs.shape[1]
        for k, s in enumerate(chunk):
            m = len(s.words)
            s.upos = [labels[0][i] for i in best[0][k, :m]]
            s.feats = [labels[1][i] for i in best[1][k, :m]]
            s.lemma = [labels[2][i] for i in best[2][k, :m]]
            s.cues = best[4][k, :m].tolist()
            s.heads = [-1 if h == n else h for h in arcs[k, :m].tolist()]
            s.rels = ["root" if h < 0 else config["relations"][r] for h, r in zip(s.heads, rels[k, :m].tolist())]
            s.soft = {"heads": [[-1 if h == n else h for h in row] for row in index[k, :m].tolist()],
                      "weights": top[k, :m].half().numpy()}
            s.predicates, s.roles = [], []
        for j, (k, p) in enumerate(at.tolist()):
            s = chunk[k]
            s.predicates.append(p)
            for a in range(len(s.words)):
                r = int(roles[j, a])
                if r and a != p:
                    s.roles.append((p, a, config["roles"][r]))


def with_events(row: dict, index: int, s: Sentence, offsets: list[int]) -> list[dict]:
    """The gold events of one sentence, on its words. The anchor of a trigger is the word of it that the tree puts
    highest; a word can anchor one event, so a second one on the same words takes another content word of the trigger or,
    where there is none, is left out."""
    ends = [o + len(w) for o, w in zip(offsets, s.words)]

    def span(text: str, near: int) -> tuple[int, int] | None:
        if not text:
            return None
        whole, best, start = row["sentences"][index], None, -1
        while (start := whole.find(text, start + 1)) >= 0:
            inside = [i for i in range(len(offsets)) if offsets[i] < start + len(text) and ends[i] > start]
            if inside and (best is None or abs(inside[0] - near) < abs(best[0] - near)):
                best = (inside[0], inside[-1] + 1)
        return best

    events, taken = [], set()
    for e in row["events"]:
        if e["s"] != index:
            continue
        words = span(e["trigger"], 0)
        if words is None or e["type"] not in CLASSES:
            continue
        first, end = words
        content = [i for i in range(first, end) if s.upos[i] in ("VERB", "NOUN", "ADJ", "PROPN")] or list(range(first, end))
        head = data.span_head(s.heads, first, end)
        order = ([head] if head in content else []) + content
        anchor = next((i for i in order if i not in taken), None)
        if anchor is None:
            continue
        taken.add(anchor)
        sides = {}
        for side in ("actor", "recipient"):
            spans = [span(t, anchor) for t in e.get(f"{side}_text", [])]
            sides[side] = sorted({data.span_head(s.heads, *x) for x in spans if x} - {anchor})
        events.append({"trigger": anchor, "first": first, "end": end, "class": e["type"], "status": e["status"], "actors": sides["actor"],
                       "recipients": [i for i in sides["recipient"] if i not in sides["actor"]]})
    return events


def read_step(args: argparse.Namespace) -> None:
    from names import agreed, witness
    from train import Encoder
    saved = torch.load(args.teacher, weights_only=False)
    net = Net(saved["config"])
    net.load_state_dict(saved["state"])
    encoder = Encoder(args.base / "vocab.txt", saved["config"])
    raw = pickle.load(args.words.open("rb"))
    documents, all_sentences = {}, []
    for name, rows in raw["documents"].items():
        documents[name] = []
        for row, sentences in rows:
            made = [Sentence(words=w or ["."], source=f"gold-{name}", key=row["doc"]) for w, _, _ in sentences]
            all_sentences += made
            documents[name].append((row, sentences, made))
    read(net, encoder, all_sentences)
    for name, rows in documents.items():
        for row, sentences, made in rows:
            for i, ((words, offsets, names), s) in enumerate(zip(sentences, made)):
                s.names = names or ["O"]
                s.events = with_events(row, i, s, offsets) if words else []
                s.gold_types = [e["type"] for e in row["events"] if e["s"] == i]
        documents[name] = [s for _, _, made in rows for s in made]
    witness_net = Net(saved["config"])
    witness_net.load_state_dict(torch.load(args.names, weights_only=False)["state"])

    def agree(sentences: list[Sentence]) -> None:
        """Names that spaCy and the second witness both see."""
        for s, (labels, outside) in zip(sentences, witness(witness_net, encoder, sentences)):
            s.names = agreed(s.names, labels, outside)
            data.tidy_names(s)

    agree(all_sentences)
    pickle.dump(documents, (args.out / "events.pkl").open("wb"))
    news = [Sentence(words=w, source="silver", weight=args.weight) for w, _ in raw["news"]]
    read(net, encoder, news)
    for s, (_, names) in zip(news, raw["news"]):
        s.names = names
    agree(news)
    pickle.dump(news, (args.out / "silver.pkl").open("wb"))
    print(len(news), "silver sentences;", {k: (len(v), sum(len(s.events) for s in v)) for k, v in documents.items()})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=["words", "read"])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--spacy", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--names", type=Path, help="the second witness of names (names.py)")
    parser.add_argument("--words", type=Path)
    parser.add_argument("--share", type=float, default=0.7, help="share of each file's texts that is read")
    parser.add_argument("--most", type=int, default=90000, help="sentences at most")
    parser.add_argument("--weight", type=float, default=0.5, help="weight of a silver sentence in the loss")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    words_step(args) if args.step == "words" else read_step(args)


if __name__ == "__main__":
    main()
