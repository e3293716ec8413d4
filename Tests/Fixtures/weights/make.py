#!/usr/bin/env python3
"""Files as PyTorch 2.15 and NumPy 2.4 write them, for the tests of readers; what is in them is said again in PyTorchFileTests.

Usage: make.py, in an environment with both.
"""
import collections
import pathlib

import numpy
import torch

here = pathlib.Path(__file__).parent
base = torch.arange(24, dtype=torch.float32)
types = dict(f64=torch.float64, f16=torch.float16, bf16=torch.bfloat16, i64=torch.int64, i32=torch.int32, i16=torch.int16, i8=torch.int8, u8=torch.uint8)
plain = {name: torch.arange(3).to(type) for name, type in types.items()}
plain |= {
    "bool": torch.tensor([True, False]),
    "matrix": base.reshape(4, 6),
    "transposed": base.reshape(4, 6).t(),
    "channels_last": base.reshape(1, 2, 3, 4).to(memory_format=torch.channels_last),
    "slice": base.reshape(4, 6)[1:3, ::2],
    "tail": base[20:],
    "scalar": torch.tensor(7.0),
    "empty": torch.zeros(0, 4),
    "parameter": torch.nn.Parameter(torch.tensor([1.5, -2.5])),
}
torch.save(plain, here / "plain.pt")
torch.save(plain, here / "plain-protocol-4.pt", pickle_protocol=4)
torch.save(plain, here / "plain-legacy.pth", _use_new_zipfile_serialization=False)

module = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2))
with torch.no_grad():
    for number, value in enumerate(module.state_dict().values()):
        value.fill_(number)
checkpoint = {"epoch": 3, "loss": [0.5, 0.25], "note": "é", "shape": torch.Size([1, 2]), "type": torch.float32, "model": module.state_dict()}
torch.save(checkpoint, here / "nested.pt")
torch.save(collections.OrderedDict(state_dict=module.state_dict()), here / "nested-legacy.pth", _use_new_zipfile_serialization=False)
torch.save({"a": torch.zeros(1).expand(1000)}, here / "expanded.pt")
torch.save(module, here / "whole-module.pt")
torch.save({"a": torch.ones(1), "score": numpy.float64(1)}, here / "numpy-scalar.pt")


class Command:
    def __reduce__(self):
        import os

        return os.system, ("touch executed",)


torch.save({"a": Command()}, here / "command.pt")
torch.save([torch.ones(1)], here / "list.pt")

mu, sigma = numpy.arange(5) / 8, numpy.arange(25).reshape(5, 5) / 4
numpy.savez(here / "statistics.npz", mu=mu, sigma=sigma)
numpy.savez_compressed(here / "statistics-packed.npz", mu=mu, sigma=sigma.astype(numpy.float32))
numpy.savez(here / "integers.npz", n=numpy.arange(3), column=numpy.asfortranarray(sigma))
