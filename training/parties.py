"""Learns who takes part in an event, and writes knowledge/parties.tsv.

    cargo xtask learn parties > examples.jsonl
    python training/parties.py examples.jsonl knowledge/parties.tsv

A conditional logit (softmax over the choices of a side, L2, L-BFGS of scipy) over the features of
`crates/attache-coder/src/event/parties/`. Examples are the sides of gold events that a pattern finds, those of patterns that refused
for want of a party (nobody is right where gold has no such event), and the tests of the knowledge. Weights are written in
thousandths, so that sums are exact everywhere. Prints, by cross-validation over documents, how many events have all sides
right by relations alone and by weights, and what becomes of refused ones.
"""

import collections
import json
import sys
import zlib

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

FOLDS = 5
SCALE = 1000  # weights are written in thousandths
STRENGTH = 0.2  # inverse of the L2 penalty: of 0.1, 0.2, 0.3 and 1 the best by cross-validation
TEST = 0.5  # what an example from a test counts: from 0 to 1 the same by cross-validation; more keeps more tests right
FEW = 2  # features that fewer choices have are left out
LEAST = 5  # weights below so many thousandths are not written


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def is_right(example, choice):
    if example["gold"] is None:
        return not choice["sides"]
    return set(choice["sides"]) == set(example["gold"])


class Table:
    """Examples as a matrix: a row a choice, a column a feature."""

    def __init__(self, examples, columns):
        indices, ends, self.group, self.right = [], [0], [], []
        for at, example in enumerate(examples):
            for choice in example["choices"]:
                indices += sorted({columns[f] for f in choice["features"] if f in columns})
                ends.append(len(indices))
                self.group.append(at)
                self.right.append(is_right(example, choice))
        self.group, self.right = np.array(self.group), np.array(self.right)
        self.x = sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(ends) - 1, len(columns)))


def columns_of(examples):
    counts = collections.Counter(f for e in examples for c in e["choices"] for f in set(c["features"]))
    return {name: at for at, name in enumerate(sorted(f for f, n in counts.items() if n >= FEW))}


def learn(examples, columns):
    table = Table(examples, columns)
    x, group, right = table.x, table.group, table.right
    starts = np.searchsorted(group, np.arange(len(examples)))
    counts = np.array([TEST if e["set"] == "tests" else 1.0 for e in examples])
    # Where no choice is right, there is nothing to learn.
    counts = counts * np.logical_or.reduceat(right, starts)

    def loss(weights):
        scores = x @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        whole = np.add.reduceat(powers, starts)
        part = np.add.reduceat(powers * right, starts)
        shares = powers * right / np.where(part > 0, part, 1)[group] - powers / whole[group]
        told = np.where(part > 0, np.log(np.maximum(part, 1e-300)) - np.log(whole), 0)
        gradient = x.T @ (shares * counts[group])
        return 0.5 / STRENGTH * (weights @ weights) - (told * counts).sum(), weights / STRENGTH - gradient

    return minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def choose(example, columns, weights):
    def points(choice):
        return sum(weights[columns[f]] for f in set(choice["features"]) if f in columns)

    return max(example["choices"], key=points)


def cross_validate(examples, columns):
    gold = [e for e in examples if e["set"] != "tests"]
    tests = [e for e in examples if e["set"] == "tests"]
    events = collections.defaultdict(list)
    for fold in range(FOLDS):
        held = [zlib.crc32(e["doc"].encode()) % FOLDS == fold for e in gold]
        weights = learn([e for e, h in zip(gold, held) if not h] + tests, columns)
        for example in (e for e, h in zip(gold, held) if h):
            chosen = choose(example, columns, weights)
            ours = next(c for c in example["choices"] if c["how"] == "relation")
            key = (example["doc"], example["at"], example["class"], example["needed"])
            events[key].append((example, is_right(example, ours), is_right(example, chosen), chosen is not ours))
    found = [sides for key, sides in events.items() if not key[3]]
    by_relations = sum(all(s[1] for s in sides) for sides in found)
    by_weights = sum(all(s[2] for s in sides) for sides in found)
    print(f"{len(found)} events found; all sides right: {by_relations} by relations, {by_weights} by weights")
    refused = [sides for key, sides in events.items() if key[3]]
    filled = [sides for sides in refused if all(s[3] for s in sides)]
    in_gold = sum(sides[0][0]["gold"] is not None for sides in filled)
    right = sum(all(s[2] for s in sides) for sides in filled)
    print(f"{len(refused)} refused for want of a party; taken up: {len(filled)}, in gold {in_gold}, all sides right {right}")


def main():
    examples = read(sys.argv[1])
    columns = columns_of(examples)
    cross_validate(examples, columns)
    weights = learn(examples, columns)
    broken = [e for e in examples if e["set"] == "tests" and not is_right(e, choose(e, columns, weights))]
    tests = sum(e["set"] == "tests" for e in examples)
    print(f"{len(broken)} of {tests} sides of the knowledge's tests are chosen otherwise")
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w", encoding="utf-8") as out:
            out.write("# Who takes part in an event: what speaks for whom, in thousandths of log odds.\n")
            out.write("# Generated by training/parties.py from the gold sets train and written and the tests of knowledge/.\n")
            out.write("feature\tweight\n")
            for name, at in columns.items():
                if abs(round(weights[at] * SCALE)) >= LEAST:
                    out.write(f"{name}\t{round(weights[at] * SCALE)}\n")


if __name__ == "__main__":
    main()
