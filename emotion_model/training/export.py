"""Writes the trained network as ONNX and makes its weights int8, one scale a channel."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from emotion_model.training.net import Net

OPSET = 17


def export(net: Net, path: Path) -> None:
    """A network -> an int8 ONNX file with the inputs `ids` and `mask` (B, T) and the output `scores` (B, COLUMNS)."""
    net.eval()
    net.bert.config._attn_implementation = "eager"
    full = path.with_suffix(".full.onnx")
    example = (torch.tensor([[101, 2054, 102]]), torch.tensor([[1, 1, 1]]))
    axes = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        net,
        example,
        str(full),
        input_names=["ids", "mask"],
        output_names=["scores"],
        dynamic_axes={"ids": axes, "mask": axes, "scores": {0: "batch"}},
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(str(full))
    quantize_dynamic(str(full), str(path), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
