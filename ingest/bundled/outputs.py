"""What the model gives of a text, by name."""

MEAN = "mean"
"""(1, hidden) float32, not normalized: windows of a long text are averaged first."""
STATES = "states"
"""(1, tokens, hidden) float32, one a token, not normalized."""
