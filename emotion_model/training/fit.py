"""Runs one stage of training: seeded, resumable after every few hundred steps, with a progress bar."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from emotion_model.heads import COLUMNS, DISCLOSURE, EMOTION, INTENSITY, PERSON, SARCASM, TALK
from emotion_model.training.net import Net, Targets, loss

BATCH, EVERY, WARM_UP = 32, 400, 200
RATE, HEAD_RATE = 8e-5, 1e-3


#: How much a sample says about talk, emotion, disclosure, intensity, person, sarcasm.
Weights = tuple[float, float, float, float, float, float]


class Sample(NamedTuple):
    """One text to learn from: its pieces, targets (COLUMNS,) in the order of the heads, and a weight for each head (6,)."""

    ids: Sequence[int]
    targets: np.ndarray[Any, Any]
    weights: Weights


class Stage(NamedTuple):
    """A stage's name, seed, number of epochs and what an epoch is made of (samples may differ from epoch to epoch)."""

    name: str
    epochs: int
    samples: Callable[[int], Sequence[Sample]]
    rate: float = RATE
    seed: int = 20261


def batches(samples: Sequence[Sample], rng: random.Random) -> Iterator[Sequence[Sample]]:
    """Batches of about equal length, in random order, so that little is padded."""
    order = list(range(len(samples)))
    rng.shuffle(order)
    cut: list[list[int]] = []
    for start in range(0, len(order), BATCH * 50):
        part = sorted(order[start : start + BATCH * 50], key=lambda place: len(samples[place].ids))
        cut += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    rng.shuffle(cut)
    for chosen in cut:
        yield [samples[place] for place in chosen]


def padded(ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Lists of pieces -> ids and mask (B, T)."""
    table = torch.zeros(len(ids), max(map(len, ids)), dtype=torch.long)
    for row, found in enumerate(ids):
        table[row, : len(found)] = torch.tensor(found)
    return table, (table != 0).long()


def targets_of(samples: Sequence[Sample]) -> Targets:
    """The targets of a batch as tensors."""

    rows = torch.from_numpy(np.stack([sample.targets for sample in samples]).astype(np.float32))
    weights = torch.tensor([sample.weights for sample in samples], dtype=torch.float32)
    return Targets(
        talk=rows[:, TALK],
        emotion=rows[:, EMOTION],
        disclosure=rows[:, DISCLOSURE],
        intensity=rows[:, INTENSITY],
        person=rows[:, PERSON],
        sarcasm=rows[:, SARCASM],
        weights=weights,
    )


def fit(net: Net, stage: Stage, folder: Path, judge: Callable[[Net], str]) -> Net:
    """Train a network through a stage; goes on from the folder's checkpoint, and keeps the finished stage there."""
    done, half = folder / f"{stage.name}.pt", folder / f"{stage.name}.part.pt"
    if done.exists():
        net.load_state_dict(torch.load(done, weights_only=True))
        return net
    torch.manual_seed(stage.seed)
    plan = [len(stage.samples(epoch)) // BATCH + 1 for epoch in range(stage.epochs)]
    optimiser, schedule = _optimiser(net, stage.rate, sum(plan))
    begun = _resume(half, net, optimiser, schedule)
    step = 0
    with tqdm(total=sum(plan), initial=begun, desc=stage.name, mininterval=5.0) as bar:
        for epoch in range(stage.epochs):
            for batch in batches(stage.samples(epoch), random.Random(stage.seed + epoch)):
                step += 1
                if step <= begun:
                    continue
                bar.set_postfix(loss=f"{_step(net, batch, optimiser, schedule):.3f}", refresh=False)
                bar.update()
                if step % EVERY == 0:
                    _keep(half, net, optimiser, schedule, step)
            tqdm.write(f"{stage.name}, epoch {epoch + 1}: {judge(net)}")
    torch.save(net.state_dict(), done)
    half.unlink(missing_ok=True)
    return net


def scores_of(net: Net, ids: Sequence[Sequence[int]]) -> np.ndarray[Any, Any]:
    """What a network scores (N, COLUMNS), without learning."""
    net.eval()
    found = np.zeros((len(ids), COLUMNS), dtype=np.float32)
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            found[chosen] = net(*padded([ids[place] for place in chosen])).float().numpy()
    net.train()
    return found


def _optimiser(net: Net, rate: float, steps: int) -> tuple[Any, Any]:
    groups = [
        {"params": net.bert.parameters(), "lr": rate},
        {"params": net.head.parameters(), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)

    def slope(step: int) -> float:
        return min(1.0, (step + 1) / WARM_UP) * max(0.02, 1.0 - step / steps)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, slope)


def _step(net: Net, batch: Sequence[Sample], optimiser: Any, schedule: Any) -> float:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(*padded([sample.ids for sample in batch]))
    worth = loss(scores.float(), targets_of(batch))
    optimiser.zero_grad()
    worth.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    schedule.step()
    return float(worth.item())


def _keep(path: Path, net: Net, optimiser: Any, schedule: Any, step: int) -> None:
    state = {
        "net": net.state_dict(),
        "optimiser": optimiser.state_dict(),
        "schedule": schedule.state_dict(),
        "step": step,
    }
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _resume(path: Path, net: Net, optimiser: Any, schedule: Any) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    net.load_state_dict(state["net"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])
