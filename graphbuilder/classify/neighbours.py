"""Which sentences are neighbours, for features that look around.

All of a report's sentences at once, as arrays: neighbours in the paragraph, the paragraph's
others, and what is near it under the same headings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from inspectgraph.graphbuilder.classify.linear import Matrix
from inspectgraph.graphbuilder.parse.sentences import Sentence

Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Places:
    """``index`` of each sentence in its paragraph ``of_block`` many, ``start`` of the
    paragraph, and numbers of the headings' ``path`` and of the ``run`` of equal paths."""

    index: Ints
    of_block: Ints
    start: Ints
    path: Ints
    run: Ints

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Places:
        numbers: dict[tuple[str, ...], int] = {}
        path = [numbers.setdefault(s.block.path, len(numbers)) for s in sentences]
        index = np.array([s.index for s in sentences], np.intp)
        of_block = np.array([s.of for s in sentences], np.intp)
        paths = np.array(path, np.intp)
        run = np.cumsum(np.append(0, paths[1:] != paths[:-1]))
        return cls(index, of_block, np.arange(len(index)) - index, paths, run)

    def pairs(self, step: int) -> tuple[Ints, Ints]:
        """Places that have a place ``step`` further on, and those places."""
        every = np.arange(len(self.index))
        at = every[: max(0, len(every) - step)] if step >= 0 else every[-step:]
        return at, at + step

    def shifted(self, values: Matrix, step: int) -> Matrix:
        """Each sentence's neighbour in the same paragraph, zeros where there is none."""
        moved = np.zeros_like(values)
        at, beside = self.pairs(step)
        inside = self.start[at] == self.start[beside]
        moved[at[inside]] = values[beside[inside]]
        return moved

    def others_mean(self, values: Matrix) -> Matrix:
        """The mean of the other sentences of the paragraph."""
        first = np.flatnonzero(self.index == 0)
        sums = np.add.reduceat(values, first, axis=0)[self.block]
        count = np.maximum(self.of_block - 1, 1)[:, None]
        return np.asarray((sums - values) / count * (self.of_block > 1)[:, None], np.float32)

    def others_most(self, values: Matrix) -> Matrix:
        """The highest of the other sentences of the paragraph."""
        most = np.zeros_like(values)
        for step in range(1, int(self.of_block.max(initial=1))):
            for way in (step, -step):
                most = np.maximum(most, self.shifted(values, way))
        return most

    def opener(self, values: Matrix) -> Matrix:
        """The paragraph's first sentence, zeros for itself."""
        return np.asarray(values[self.start] * (self.index > 0)[:, None], np.float32)

    def around(self, values: Matrix, reach: int) -> Matrix:
        """The mean of sentences at most ``reach`` away under the same headings, the
        paragraph itself left out."""
        sums = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
        every = np.arange(len(self.index))
        run_first = np.flatnonzero(np.append(True, self.run[1:] != self.run[:-1]))
        run_end = np.append(run_first[1:], len(every))
        low = np.maximum(every - reach, run_first[self.run])
        high = np.minimum(every + reach + 1, run_end[self.run])
        block_low = np.maximum(self.start, low)
        block_high = np.minimum(self.start + self.of_block, high)
        total = sums[high] - sums[low] - (sums[block_high] - sums[block_low])
        count = (high - low) - (block_high - block_low)
        return np.asarray(total / np.maximum(count, 1)[:, None], np.float32)

    @property
    def block(self) -> Ints:
        """The number of each sentence's paragraph."""
        return np.cumsum(self.index == 0) - 1
