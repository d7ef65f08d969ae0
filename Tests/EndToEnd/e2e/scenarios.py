"""All scenarios by name."""

from dataclasses import dataclass
from typing import Callable

from . import life


@dataclass
class Scenario:
    run: Callable
    about: str
    quick: bool = False


SCENARIOS = {
    "life": Scenario(life.whole_life, "install, boot, log in, stop, grow, remove", quick=True),
}
