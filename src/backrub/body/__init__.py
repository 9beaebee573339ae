"""A receiver's body: the back they have, in the chart and in metres. NumPy alone is needed."""

from __future__ import annotations

from backrub.body.back import Back, SkinPoints
from backrub.body.field import Field
from backrub.body.receiver import ReceiverBody, body_of, example_body

__all__ = ["Back", "Field", "ReceiverBody", "SkinPoints", "body_of", "example_body"]
