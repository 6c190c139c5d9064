"""What torch tells of the guest's graphics cards."""
import sys
from _start import ask


class _Module:
    def __init__(self, name):
        self.__name__ = name


def attach(torch):
    """Gives the package on the disk its parts: what it was built for decides whether it sees a card."""
    import torch.version

    built = torch.version.cuda
    cards = ask("gpus") if built else []
    cuda = _Module("torch.cuda")
    cuda.is_available = lambda: len(cards) > 0
    cuda.device_count = lambda: len(cards)
    cuda.current_device = lambda: 0
    cuda.is_bf16_supported = lambda: len(cards) > 0

    def name(device=0):
        if not cards:
            raise RuntimeError("No CUDA GPUs are available" if built else "Torch not compiled with CUDA enabled")
        return cards[device or 0]["name"]

    cuda.get_device_name = name
    torch.cuda = sys.modules["torch.cuda"] = cuda
