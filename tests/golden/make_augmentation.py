"""Writes augmentation.json: made-up pictures as torchvision 0.14 and timm 0.9 would change them, line by line after their
sources, because Debian has neither; what is drawn comes from Thimble's keyed random numbers. And the cross-entropy of
mixed targets, which is PyTorch's own."""
import json
import math

import numpy as np
import torch
import torch.nn.functional as F

from keyed_random import KeyedRandom

AUGMENTATION = 1_000_002
MIXING = 1_000_007
PATTERN = 2_000_002
SEED, EPOCH = 5, 3
MEAN, DEVIATION = 0.4, 0.25


def picture(sample, channels, height, width):
    """Noise, so that every pixel can be told from its neighbours."""
    random = KeyedRandom(SEED, 0, sample, PATTERN)
    count = channels * height * width
    return torch.tensor([random.below(i, 256) for i in range(count)], dtype=torch.float64).view(channels, height, width)


def uniform(random, index, low, high):
    return float(random.uniform(index + 1, low, high)[index])


def crop(image, border, x, y):
    """torchvision.transforms.RandomCrop(size, padding=border): pad with 0, then crop at (x, y) of what was padded."""
    height, width = image.shape[1:]
    return F.pad(image, (border, border, border, border))[:, y:y + height, x:x + width]


def rgb_to_grayscale(image):
    """torchvision.transforms.functional_tensor.rgb_to_grayscale"""
    r, g, b = image.unbind(dim=-3)
    return (0.2989 * r + 0.587 * g + 0.114 * b).unsqueeze(dim=-3)


def blend(image1, image2, ratio):
    """torchvision.transforms.functional_tensor._blend of images from 0 to 1."""
    return (ratio * image1 + (1.0 - ratio) * image2).clamp(0, 1.0)


def adjust_brightness(image, factor):
    return blend(image, torch.zeros_like(image), factor)


def adjust_contrast(image, factor):
    grey = rgb_to_grayscale(image) if image.shape[0] == 3 else image
    return blend(image, torch.mean(grey, dim=(-3, -2, -1), keepdim=True), factor)


def adjust_saturation(image, factor):
    return blend(image, rgb_to_grayscale(image), factor)


def box(row, column, height, width, shape):
    """The rectangle of cutout and CutMix; of an odd side the middle pixel is the middle, where theirs drops a pixel."""
    top, left = row - height // 2, column - width // 2
    return max(top, 0), min(top + height, shape[1]), max(left, 0), min(left + width, shape[2])


def augment(sample, options, shape):
    """One picture as a network sees it, before another is mixed in."""
    image = picture(sample, *shape)
    random = KeyedRandom(SEED, EPOCH, sample, AUGMENTATION)
    border = options.get("crop_border", 0)
    if border:
        image = crop(image, border, random.below(6, 2 * border + 1), random.below(7, 2 * border + 1))
    if options.get("horizontal_flip") and uniform(random, 5, 0, 1) < 0.5:
        image = image.flip(-1)
    image = image / 255
    for name, index, change in (("brightness", 8, adjust_brightness), ("contrast", 9, adjust_contrast), ("saturation", 10, adjust_saturation)):
        if options.get(name):
            image = change(image, 1 + uniform(random, index, -options[name], options[name]))
    image = (image - MEAN) / DEVIATION
    if options.get("cutout"):
        top, bottom, left, right = box(random.below(12, shape[1]), random.below(11, shape[2]), options["cutout"], options["cutout"], shape)
        image[:, top:bottom, left:right] = 0
    return image


def beta(alpha, random):
    """Jöhnk's method, with the draws from 4 on."""
    index = 4
    while True:
        x, y = (math.log(1 - uniform(random, index + i, 0, 1)) / alpha for i in range(2))
        index += 2
        if math.exp(x) + math.exp(y) <= 1:
            largest = max(x, y)
            return math.exp(x - largest) / (math.exp(x - largest) + math.exp(y - largest))


def mix(batch, options, samples):
    """timm.data.mixup.Mixup, mode='elem', with the partners of torchvision's RandomMixup: batch.roll(1, 0)."""
    partners = batch.roll(1, 0)
    mixed, shares = batch.clone(), []
    for i, sample in enumerate(samples):
        random = KeyedRandom(SEED, EPOCH, sample, MIXING)
        mixup, cutmix = options.get("mixup", 0), options.get("cutmix", 0)
        use_cutmix = mixup == 0 or (cutmix != 0 and uniform(random, 1, 0, 1) < 0.5)
        lam = beta(cutmix if use_cutmix else mixup, random)
        if use_cutmix:
            shape = batch.shape[1:]
            ratio = math.sqrt(1 - np.float32(lam))
            top, bottom, left, right = box(
                random.below(2, shape[1]), random.below(3, shape[2]), int(shape[1] * ratio), int(shape[2] * ratio), shape)
            mixed[i, :, top:bottom, left:right] = partners[i, :, top:bottom, left:right]
            lam = 1 - (bottom - top) * (right - left) / (shape[1] * shape[2])
        else:
            mixed[i] = lam * batch[i] + (1 - lam) * partners[i]
        shares.append(lam)
    return mixed, shares


def images(name, options, shape, samples):
    batch = torch.stack([augment(sample, options, shape) for sample in samples])
    shares = [1.0] * len(samples)
    if options.get("mixup") or options.get("cutmix"):
        batch, shares = mix(batch, options, samples)
    return {"name": name, "options": options, "shape": shape, "shares": [round(share, 7) for share in shares],
            "pixels": [round(value, 5) for value in batch.flatten().tolist()]}


def losses(smoothing):
    """Cross-entropy of λ of one label and 1 − λ of another, and its gradient."""
    classes, shares = 5, [1.0, 0.75, 0.5, 0.125]
    logits = torch.tensor(
        [[uniform(KeyedRandom(SEED, 0, row, PATTERN), k, -2, 2) for k in range(classes)] for row in range(len(shares))],
        dtype=torch.float64, requires_grad=True)
    labels, others = torch.tensor([0, 3, 2, 4]), torch.tensor([0, 1, 2, 0])
    share = torch.tensor(shares, dtype=torch.float64).unsqueeze(1)
    targets = share * F.one_hot(labels, classes) + (1 - share) * F.one_hot(others, classes)
    loss = F.cross_entropy(logits, targets, label_smoothing=smoothing)
    loss.backward()
    # The definition of mixup: the same mean of the two losses.
    each = share.squeeze(1) * F.cross_entropy(logits, labels, label_smoothing=smoothing, reduction="none") \
        + (1 - share.squeeze(1)) * F.cross_entropy(logits, others, label_smoothing=smoothing, reduction="none")
    assert torch.allclose(each.mean(), loss)
    return {"smoothing": smoothing, "logits": logits.flatten().tolist(), "labels": labels.tolist(), "others": others.tolist(),
            "shares": shares, "losses": each.tolist(), "gradient": logits.grad.flatten().tolist()}


def main():
    grey, colour = [1, 6, 9], [3, 7, 5]
    cases = [
        images("horizontal flip", {"horizontal_flip": True}, colour, range(4)),
        images("crop with border", {"crop_border": 4}, colour, range(4)),
        images("flip and crop of a grey picture", {"horizontal_flip": True, "crop_border": 2}, grey, range(6)),
        images("brightness", {"brightness": 0.8}, colour, range(3)),
        images("contrast", {"contrast": 1}, colour, range(3)),
        images("contrast of a grey picture", {"brightness": 0.5, "contrast": 0.9}, grey, range(3)),
        images("saturation", {"saturation": 1}, colour, range(3)),
        images("all colours", {"brightness": 0.4, "contrast": 0.4, "saturation": 0.4}, colour, range(4)),
        images("cutout", {"cutout": 4}, colour, range(6)),
        images("cutout of an odd side", {"cutout": 3}, grey, range(4)),
        images("mixup", {"mixup": 0.2}, colour, range(4)),
        images("cutmix", {"cutmix": 1}, colour, range(6)),
        images("mixup or cutmix", {"mixup": 1, "cutmix": 0.5}, grey, range(8)),
        images("everything", {
            "horizontal_flip": True, "crop_border": 2, "brightness": 0.4, "contrast": 0.4, "saturation": 0.4, "cutout": 3, "mixup": 0.4, "cutmix": 1}, colour, range(8)),
    ]
    with open("augmentation.json", "w", encoding="utf-8", newline="\n") as out:
        out.write(f'{{"seed": {SEED}, "epoch": {EPOCH}, "mean": {MEAN}, "deviation": {DEVIATION}, "torch": "{torch.__version__}", "cases": [\n')
        out.write(",\n".join(json.dumps(case) for case in cases) + '\n], "losses": [\n')
        out.write(",\n".join(json.dumps(losses(smoothing)) for smoothing in (0.0, 0.1)) + "\n]}\n")


if __name__ == "__main__":
    main()
