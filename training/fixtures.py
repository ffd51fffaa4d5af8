#!/usr/bin/env python3
"""Makes the fixtures of attache-model's tests: two tiny models with random weights, and what they should read.

    python3 training/fixtures.py crates/attache-model/tests/fixtures

Always gives the same files. The sentences are written for this test; many are strange on purpose.
"""

import json
import os
import sys

import numpy as np

import reference
import weights

WIDTH, HEADS, FFN = 32, 2, 64
PAIRS = {"arc": 32, "rel": 16, "role": 16, "event": 16}
MAX_ROWS = 40
RARE = 1.5    # lead of “none” before other labels
DIGITS = 6    # decimal places of scores
KINDS = ("PER", "ORG", "LOC", "OTHER")

PIECES = ("[PAD] [UNK] [CLS] [SEP] a e i o u s t n r the of to and in will not minister foreign said say ##s ##ed ##ing "
          "##er ##a ##e ##i ##o ##u ##n ##t ##r ##l ##d ##m ##p ##c ##b ##g ##k ##h ##f ##v ##w ##y malta tunis ##ia envoy "
          "recall expel dip ##loma ##ts port talk visit strike deny den ##ied sanction ##ion navy ship on off monday it its he she "
          "they was were be been by with from at , . ; : - ' \" ( ) ! ? … “ ” 1 2 20 ##23 ##0 ##1 cafe zurich north south "
          "army un nato 北 京 س ##ل ##ا ##م й α β").split()

LABELS = [
    ("upos", "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()),
    ("feats", ["_", "Number=Sing", "Number=Plur", "Mood=Ind|Tense=Past|VerbForm=Fin", "VerbForm=Inf"]),
    ("lemma", ["form", "lower", "=be", "-1+", "-2+", "-3+y", "-0+e", "keep-1+"]),
    ("name", ["O"] + [f"{place}-{kind}" for kind in KINDS for place in "BIES"]),
    ("cue", ["no", "yes"]),
    ("predicate", ["no", "yes"]),
    ("trigger", ["none", "CONSULT", "SANCTION", "ACCUSE", "ASSAULT"]),
    ("status", ["actual", "future", "hypothetical", "negated"]),
    ("inside", ["no", "yes"]),
]
RELATIONS = "root nsubj obj obl advmod det case punct conj cc parataxis acl:relcl nmod".split()
ROLES = "none ARG0 ARG1 ARG2 ARGM-TMP ARGM-LOC".split()
EVENT_ROLES = ["none", "actor", "recipient"]

SENTENCES = [
    "Malta recalled its envoy from Tunis on Monday .".split(),
    "The foreign minister said they will not visit the port , and he denied it .".split(),
    "Malta".split(),
    "\" It was not us , \" she said ; the navy of the south expelled 20 diplomats in 2023 !".split(),
    ["J.", "NATO", "McKay", "iPhone", "G7", "½", "Café", "ZÜRICH", "don't", "Tunis-Malta", "U.N."],
    ["", "\u0301", "\u200b", "\x00\x07", "🙂", "👩‍👩‍👧", "北京", "سلام", "й", "Αβ", "ΣΑΣ", "İ", "ﬁn", "\ufffd"],
    ["unrest" * 20, "…" * 30, "a" * 100, "a" * 101, "the the", " ", "'", "ß", "ǅ"],
    ("The army and the navy were in the port with a ship , and they said it was not by the foreign minister of Malta "
     "; the diplomats denied it , he said , on Monday in Tunis with the envoy , but the north will strike it "
     "from the south and expel them all").split(),
    ["he"] * 45,
    [],
]


def model(kind, rng):
    """Header and arrays of one tiny model."""
    arrays = {}

    def normal(*shape, size=1.0):
        return (rng.standard_normal(shape) * size).astype(np.float32)

    def linear(name, inputs, outputs, size=1.0):
        weights.add_linear(arrays, name, normal(outputs, inputs, size=size / np.sqrt(inputs)), normal(outputs, size=0.1))

    def norm(name):
        arrays[f"{name}.gamma"], arrays[f"{name}.beta"] = 1 + normal(WIDTH, size=0.1), normal(WIDTH, size=0.1)

    attention = {"kind": "attention", "heads": HEADS, "ffn": FFN}
    layers = [attention, attention] if kind == "pieces" else [{"kind": "conv", "window": 3}, attention]
    arrays["tok"], arrays["tok.scale"] = weights.quantise(normal(len(PIECES), WIDTH))
    arrays["pos"], arrays["shape"] = normal(MAX_ROWS, WIDTH, size=0.3), normal(8, WIDTH, size=0.5)
    norm("embed_norm")
    for n, layer in enumerate(layers):
        if layer["kind"] == "attention":
            linear(f"layer.{n}.qkv", WIDTH, 3 * WIDTH, 1.5)
            linear(f"layer.{n}.out", WIDTH, WIDTH)
            norm(f"layer.{n}.norm1")
            linear(f"layer.{n}.up", WIDTH, FFN)
            linear(f"layer.{n}.down", FFN, WIDTH)
            norm(f"layer.{n}.norm2")
        else:
            linear(f"layer.{n}.conv", 3 * WIDTH, WIDTH)
            norm(f"layer.{n}.norm")
    linear("tags", WIDTH, sum(len(labels) for _, labels in LABELS))
    linear("pairs", WIDTH, 2 * sum(PAIRS.values()))
    linear("arc", PAIRS["arc"], PAIRS["arc"], 2.0)
    linear("rel", 3 * PAIRS["rel"], len(RELATIONS))
    linear("role", PAIRS["role"], len(ROLES))
    linear("event", PAIRS["event"], len(EVENT_ROLES))
    # Without this, random scores would make every second word a name, a predicate and a trigger.
    arrays["role.bias"][0] += RARE
    arrays["event.bias"][0] += RARE
    start = 0
    for name, labels in LABELS:
        if labels[0] in ("O", "no", "none"):
            arrays["tags.bias"][start] += RARE
        start += len(labels)
    arrays["arc_root"], arrays["rel_root"] = normal(PAIRS["arc"], size=0.5), normal(PAIRS["rel"], size=0.5)
    header = {
        "name": f"tiny-{kind}", "version": "test", "licence": "MIT OR Apache-2.0", "input": kind, "width": WIDTH,
        "eps": 1e-12, "layers": layers, "pairs": PAIRS, "max_rows": MAX_ROWS,
        "groups": [{"name": name, "labels": labels} for name, labels in LABELS], "relations": RELATIONS,
        "roles": ROLES, "event_roles": EVENT_ROLES,
    }
    return header, arrays


def rounded(value):
    """The same with its floats rounded."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return round(value, DIGITS) if isinstance(value, float) else value


def main(folder):
    expected = {"sentences": SENTENCES, "models": {}}
    for seed, kind in enumerate(("pieces", "words"), start=1):
        path = os.path.join(folder, f"tiny-{kind}.attw")
        header, arrays = model(kind, np.random.default_rng(seed))
        weights.write(path, header, arrays, "".join(piece + "\n" for piece in PIECES))
        network = reference.Network(path)
        expected["models"][f"tiny-{kind}"] = {
            "pieces": [[reference.pieces(word, network.ids) for word in words] for words in SENTENCES],
            "shapes": [[reference.shape(word) for word in words] for words in SENTENCES],
            "readings": rounded([network.read(words) for words in SENTENCES]),
        }
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as out:
        json.dump(expected, out, ensure_ascii=True, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give the folder for the fixtures: crates/attache-model/tests/fixtures")
    main(sys.argv[1])
