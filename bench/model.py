#!/usr/bin/env python3
"""How fast the language model is, beside spaCy and onnxruntime, on the same sentences, in one run, with two threads each.

    cargo build --release -p attache-model --example speed
    python3 bench/model.py --shared ../shared/data --spacy MODEL_DIR --base MINILM_DIR

Needs spacy, torch, onnx, onnxruntime and numpy. MODEL_DIR is the English md package of spaCy, MINILM_DIR an
all-MiniLM-L6-v2 (config.json, model.safetensors, vocab.txt). The sentences are those of the development parts of EWT and GUM,
with their words. Every reader works through all of them ROUNDS times, in turn, so that what else the machine does meets all
alike; the median counts. Writes bench/model.csv.

- spacy: tagger, parser and names of the md pipeline, in two processes, words given, loading not counted.
- onnxruntime: the encoder of `best` in fp32, two threads, batches of 32 sentences of like length; pieces given, no heads.
- fast, best: words to readings, with all heads, two threads.
"""

import argparse
import csv
import os
import statistics
import subprocess
import tempfile
import time
from multiprocessing import Barrier, Process, Queue
from pathlib import Path

ROUNDS = 3
THREADS = 2
BATCH = 32
HERE = Path(__file__).parent


def sentences(shared: Path) -> list[list[str]]:
    """Words of the sentences of both development parts."""
    out = []
    for name in ("en_ewt-ud-dev", "en_gum-free-dev"):
        words: list[str] = []
        for line in (shared / f"ud/{name}.conllu").open(encoding="utf-8"):
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1 and cells[0].isdigit():
                words.append(cells[1].replace(" ", ""))
            elif not line.strip() and words:
                out.append(words)
                words = []
    return out


def spacy_worker(model: Path, part: list[list[str]], barrier, answers, rounds: int) -> None:
    """One process: loads, warms up, then reads its part whenever all are ready."""
    import spacy
    from spacy.tokens import Doc
    nlp = spacy.load(model, exclude=["lemmatizer", "attribute_ruler", "senter"])
    for _ in nlp.pipe([Doc(nlp.vocab, words=w) for w in part[:100]]):
        pass
    for _ in range(rounds):
        docs = [Doc(nlp.vocab, words=w) for w in part]
        barrier.wait()
        start = time.perf_counter()
        for _ in nlp.pipe(docs, batch_size=128):
            pass
        answers.put(time.perf_counter() - start)
        barrier.wait()


class Spacy:
    """The pipeline in THREADS processes that wait for their turn."""

    def __init__(self, model: Path, texts: list[list[str]]):
        self.barrier, self.answers = Barrier(THREADS + 1), Queue()
        self.workers = [Process(target=spacy_worker, args=(model, texts[i::THREADS], self.barrier, self.answers, ROUNDS))
                        for i in range(THREADS)]
        for worker in self.workers:
            worker.start()

    def run(self) -> float:
        self.barrier.wait()
        slowest = max(self.answers.get() for _ in self.workers)
        self.barrier.wait()
        return slowest


class Onnx:
    """The encoder of `best` in onnxruntime."""

    def __init__(self, base: Path, texts: list[list[str]]):
        import numpy as np
        import onnxruntime
        import torch
        from tokenizers import BertWordPieceTokenizer
        from transformers import BertConfig, BertModel
        tokenizer = BertWordPieceTokenizer(str(base / "vocab.txt"), lowercase=True)
        model = BertModel(BertConfig.from_pretrained(base), add_pooling_layer=False).eval()

        class Encoder(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.inner = model

            def forward(self, ids, mask):
                return self.inner(input_ids=ids, attention_mask=mask).last_hidden_state

        path = Path(tempfile.mkdtemp()) / "encoder.onnx"
        ids = torch.ones(2, 8, dtype=torch.long)
        torch.onnx.export(Encoder(), (ids, ids), str(path), input_names=["ids", "mask"], output_names=["out"], dynamo=False,
                          dynamic_axes={n: {0: "b", 1: "n"} for n in ("ids", "mask", "out")}, opset_version=17)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        self.session = onnxruntime.InferenceSession(str(path), options)
        rows = sorted((tokenizer.encode(" ".join(w)).ids[:512] for w in texts), key=len)
        self.batches = []
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            ids = np.zeros((len(part), max(map(len, part))), np.int64)
            for k, row in enumerate(part):
                ids[k, : len(row)] = row
            self.batches.append({"ids": ids, "mask": (ids > 0).astype(np.int64)})

    def run(self) -> float:
        start = time.perf_counter()
        for batch in self.batches:
            self.session.run(None, batch)
        return time.perf_counter() - start


def ours(name: str, text: Path, words: int) -> float:
    """Seconds that the program's model takes, loading not counted, by its own clock."""
    done = subprocess.run([HERE / "../target/release/examples/speed", HERE / f"../crates/attache-model/weights/{name}.attw", text,
                           "--threads", str(THREADS), "--rounds", "1"], capture_output=True, text=True, check=True).stdout
    rate = next(line for line in done.splitlines() if "words/s" in line)
    return words / float(rate.split("words/s")[0].split()[-1])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--spacy", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    args = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", BLIS_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
    texts = sentences(args.shared)
    words = sum(map(len, texts))
    text = Path(tempfile.mkdtemp()) / "sentences.txt"
    text.write_text("".join(" ".join(w) + "\n" for w in texts), encoding="utf-8")
    spacy = Spacy(args.spacy, texts)
    onnx = Onnx(args.base, texts)
    onnx.run()
    seconds: dict[str, list[float]] = {"spacy": [], "onnxruntime": [], "fast": [], "best": []}
    for _ in range(ROUNDS):
        seconds["spacy"].append(spacy.run())
        seconds["fast"].append(ours("fast", text, words))
        seconds["onnxruntime"].append(onnx.run())
        seconds["best"].append(ours("best", text, words))
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    beside = {"fast": "spacy", "best": "onnxruntime"}
    load = os.getloadavg()[0]
    with (HERE / "model.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["reader", "threads", "sentences", "words", "seconds", "words_a_second", "times_as_fast", "as", "load"])
        for name, value in middle.items():
            other = beside.get(name, "")
            ratio = f"{middle[other] / value:.2f}" if other else ""
            out.writerow([name, THREADS, len(texts), words, f"{value:.3f}", f"{words / value:.0f}", ratio, other, f"{load:.2f}"])
            print(f"{name}: {words / value:,.0f} words/s {ratio and f'({ratio} times {other})'}  of {[round(v, 3) for v in seconds[name]]} s")


if __name__ == "__main__":
    main()
