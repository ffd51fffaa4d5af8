#!/usr/bin/env python3
"""Turns a trained model into the weight file that the program ships.

    python3 training/export.py runs/best.pt --base MODEL_DIR --version 2026.11 --out crates/attache-model/weights/best.attw
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import weights

LICENCE = "CC BY-SA 4.0; see training/MODEL_CARD.md"
LINEARS = ["tags", "pairs", "arc", "rel", "role", "event"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("trained", type=Path)
    parser.add_argument("--base", type=Path, required=True, help="folder with vocab.txt")
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    saved = torch.load(args.trained, weights_only=False, map_location="cpu")
    config = saved["config"]
    state = {k: v.float().numpy() for k, v in saved["state"].items()}
    arrays: dict[str, np.ndarray] = {}
    arrays["tok"], arrays["tok.scale"] = weights.quantise(state["tok.weight"])

    def plain(name: str, key: str) -> None:
        arrays[name] = np.ascontiguousarray(state[key], np.float32)

    def norm(name: str, key: str) -> None:
        plain(f"{name}.gamma", f"{key}.weight")
        plain(f"{name}.beta", f"{key}.bias")

    def linear(name: str, key: str) -> None:
        weights.add_linear(arrays, name, state[f"{key}.weight"], state[f"{key}.bias"])

    plain("pos", "pos.weight")
    plain("shape", "shape.weight")
    norm("embed_norm", "embed_norm")
    for i, layer in enumerate(config["layers"]):
        if layer["kind"] == "attention":
            for part in ("qkv", "out", "up", "down"):
                linear(f"layer.{i}.{part}", f"layers.{i}.{part}")
            norm(f"layer.{i}.norm1", f"layers.{i}.norm1")
            norm(f"layer.{i}.norm2", f"layers.{i}.norm2")
        else:
            linear(f"layer.{i}.conv", f"layers.{i}.conv")
            norm(f"layer.{i}.norm", f"layers.{i}.norm")
    for name in LINEARS:
        linear(name, name)
    plain("arc_root", "arc_root")
    plain("rel_root", "rel_root")
    header = {k: config[k] for k in ("name", "input", "width", "eps", "layers", "pairs", "max_rows", "groups", "relations", "roles",
                                     "event_roles")}
    header |= {"version": args.version, "licence": LICENCE}
    weights.write(args.out, header, arrays, (args.base / "vocab.txt").read_text(encoding="utf-8"))
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
