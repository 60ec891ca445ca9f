"""The network that is trained: a small sentence encoder, mean pooling, one linear layer for all heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import BertModel

from emotion_model.heads import COLUMNS, DISCLOSURE, EMOTION, INTENSITY, PERSON, SARCASM, TALK

TALK_WEIGHT = 7.0  # of the 28 public labels (mean of 28 mostly absent labels is small)
WIDTH = 384


class Targets(NamedTuple):
    """What a batch should be read as; a weight of 0 says nothing about that head.

    `talk` (B, 28) and `emotion` (B, 8) and `disclosure` (B, 7) are shares, `intensity`, `person` and `sarcasm` (B,) lie in
    0..1; `weights` is (B, 6): talk, emotion, disclosure, intensity, person, sarcasm.
    """

    talk: Tensor
    emotion: Tensor
    disclosure: Tensor
    intensity: Tensor
    person: Tensor
    sarcasm: Tensor
    weights: Tensor


class Net(nn.Module):
    """Word-piece ids (B, T) with mask (B, T) -> raw scores (B, COLUMNS)."""

    def __init__(self, base: Path | str, layers: Sequence[int]) -> None:
        super().__init__()
        bert = BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="sdpa")
        bert.encoder.layer = nn.ModuleList([bert.encoder.layer[place] for place in layers])
        bert.config.num_hidden_layers = len(layers)
        self.bert = bert
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(WIDTH, COLUMNS)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Scores of a batch; padding is not looked at."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        seen = mask.unsqueeze(-1).to(hidden.dtype)
        scores: Tensor = self.head(self.drop((hidden * seen).sum(1) / seen.sum(1)))
        return scores


def loss(scores: Tensor, targets: Targets) -> Tensor:
    """Mean loss of a batch: each head's cross entropy, weighted example by example."""
    told = nn.functional.binary_cross_entropy_with_logits
    parts = torch.stack(
        [
            TALK_WEIGHT * told(scores[:, TALK], targets.talk, reduction="none").mean(1),
            _soft(scores[:, EMOTION], targets.emotion),
            _soft(scores[:, DISCLOSURE], targets.disclosure),
            2.0 * told(scores[:, INTENSITY], targets.intensity, reduction="none"),
            told(scores[:, PERSON], targets.person, reduction="none"),
            told(scores[:, SARCASM], targets.sarcasm, reduction="none"),
        ],
        dim=1,
    )
    return (parts * targets.weights).sum() / len(scores)


def _soft(scores: Tensor, shares: Tensor) -> Tensor:
    return -(torch.log_softmax(scores, dim=1) * shares).sum(1)
