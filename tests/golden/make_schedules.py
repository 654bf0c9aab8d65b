"""Writes schedules.json: learning rates and momenta of torch.optim.lr_scheduler, step by step."""
import json
import os
import warnings

import torch
from torch.optim import lr_scheduler

warnings.filterwarnings("ignore", message="Detected call of `lr_scheduler.step")

# name, PyTorch's class, options for PyTorch, whether it is stepped each batch (or each epoch), steps in an epoch, epochs
RUNS = [
    ("StepLR", dict(step_size=6), False, 5, 20), ("StepLR", dict(step_size=3, gamma=0.5), False, 4, 11),
    ("MultiStepLR", dict(milestones=[2, 5, 9]), False, 3, 12), ("MultiStepLR", dict(milestones=[4, 7], gamma=0.3), False, 5, 10),
    ("OneCycleLR", {}, True, 15, 8), ("OneCycleLR", {}, True, 1, 10),
    ("OneCycleLR", dict(pct_start=0.2, div_factor=10, final_div_factor=100), True, 13, 7),
    ("OneCycleLR", dict(base_momentum=0.8, max_momentum=0.9), True, 7, 9), ("OneCycleLR", dict(cycle_momentum=False), True, 7, 3),
    ("CosineAnnealingLR", {}, True, 9, 6), ("CosineAnnealingLR", dict(eta_min=0.01), True, 11, 5)]


def run(name, options, each_batch, steps_per_epoch, epochs):
    rate, total = 0.4, steps_per_epoch * epochs
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate, momentum=0.77)
    extra = {"OneCycleLR": {"max_lr": rate, "total_steps": total}, "CosineAnnealingLR": {"T_max": total}}.get(name, {})
    scheduler = getattr(lr_scheduler, name)(optimizer, **extra, **options)
    rates, momenta = [], []
    for step in range(total):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        if step + 1 < total and (each_batch or (step + 1) % steps_per_epoch == 0):
            scheduler.step()
    return {"kind": name, "options": options, "base_rate": rate, "steps_per_epoch": steps_per_epoch, "epochs": epochs,
            "rates": rates, "momenta": momenta if momenta[0] != 0.77 else None}


if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "schedules.json"), "w", newline="\n") as file:
        file.write("[\n" + ",\n".join(json.dumps(run(*one)) for one in RUNS) + "\n]\n")
