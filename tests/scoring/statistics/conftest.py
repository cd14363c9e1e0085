"""What the statistics tests share."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

Array = NDArray[np.float64]


@pytest.fixture
def sample_with() -> Callable[[Array, Array, int], Array]:
    """Make a sample of n persons whose means and covariances are exactly those asked for."""

    def make(means: Array, covariance: Array, n: int) -> Array:
        raw = np.random.default_rng(1979).normal(size=(n, len(means)))
        raw -= raw.mean(axis=0)
        white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
        return white @ np.linalg.cholesky(np.asarray(covariance)).T + np.asarray(means)

    return make


@pytest.fixture
def shrout_fleiss() -> Array:
    """Six subjects rated by four judges: Shrout & Fleiss (1979), table 2."""
    return np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)
