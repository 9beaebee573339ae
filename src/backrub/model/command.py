"""What people say and press while it happens: the command bodies of the live session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, RootModel

from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.base import Across, Along, Value
from backrub.model.felt import Nrs
from backrub.model.read import read_mapping

ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$", strict=True)]
StopWhy = Literal["break", "sharp-numb-dizzy", "done"]
SpotPart = Literal["thumb", "knuckle", "tool"]


class Sent(Value):
    """What every command carries.

    `client_id` names the press itself, so that sending it twice does it once. `at_s` is the session's clock
    on the sender's device when it was pressed [s]: a command that waited for the network still counts from
    its own moment.
    """

    client_id: ClientId
    at_s: Annotated[float, Field(ge=0, le=864_000)] | None = None


class Start(Sent):
    """Begin; both have said yes."""

    kind: Literal["start"] = "start"


class Pause(Sent):
    """Hands rest; the clock of the score stands still."""

    kind: Literal["pause"] = "pause"


class Resume(Sent):
    """Go on after a pause or a hold."""

    kind: Literal["resume"] = "resume"


class Leaving(Sent):
    """What a command that leaves a step carries, too.

    `from_step` is the step it leaves, by its index in the plan of `revision` (absent: in the plan of now).
    Once another step has come, the command does nothing: two quick presses, or a late one, pass no unseen
    step.
    """

    from_step: Annotated[int, Field(ge=0, le=10_000, strict=True)] | None = None
    revision: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] | None = None


class Skip(Leaving):
    """On to the next step."""

    kind: Literal["skip"] = "skip"


class Back(Leaving):
    """This step from its start; just after a step's start, the one before."""

    kind: Literal["back"] = "back"


class Softer(Sent):
    """One level lighter from now on, and at this place later."""

    kind: Literal["softer"] = "softer"


class Harder(Sent):
    """One level firmer from now on, where the rules allow it."""

    kind: Literal["harder"] = "harder"


class Good(Sent):
    """Just right."""

    kind: Literal["good"] = "good"


class Pain(Sent):
    """The receiver's own number, 0 to 10 (numeric rating scale)."""

    kind: Literal["pain"] = "pain"
    nrs: Nrs


class Here(Sent):
    """The receiver shows the tender spot, in chart coordinates."""

    kind: Literal["here"] = "here"
    across: Across
    along: Along


class Hold(Sent):
    """Hands off and ask: somebody said stop (`said`), or the receiver's remote went quiet (`quiet`)."""

    kind: Literal["hold"] = "hold"
    why: Literal["said", "quiet"] = "said"


class Heard(Sent):
    """The remote that had gone quiet is back."""

    kind: Literal["heard"] = "heard"


class Stop(Sent):
    """Hands off at once. A second stop may add why."""

    kind: Literal["stop"] = "stop"
    why: StopWhy | None = None


class Restart(Sent):
    """Begin again after a break, one level lower. `asked`: the receiver was asked and said yes."""

    kind: Literal["restart"] = "restart"
    asked: bool = False


class Finish(Sent):
    """Bring it to its end: first the closing strokes and the quiet minutes, then the end itself."""

    kind: Literal["finish"] = "finish"


class Stones(Sent):
    """The surface of a stone, as a thermometer reads it now. [degrees C]"""

    kind: Literal["stones"] = "stones"
    stones_c: Annotated[float, Field(ge=0, le=120)]


class Extend(Sent):
    """End later instead of leaving something out."""

    kind: Literal["extend"] = "extend"


class Choose(Sent):
    """The receiver's choices at a tender spot; what is absent stays as it is.

    `ceiling` is how high the rating may go (6 from the second session on), `rounds` how often to press,
    `longer` a hold of up to 90 seconds, `part` what presses (the thumb never stays long).
    """

    kind: Literal["choose"] = "choose"
    ceiling: Literal[5, 6] | None = None
    rounds: Annotated[int, Field(ge=1, le=6, strict=True)] | None = None
    longer: bool | None = None
    part: SpotPart | None = None


class Answer(Sent):
    """The answer to a look at the skin under hot stones: whether it looks as before."""

    kind: Literal["answer"] = "answer"
    about: Literal["skin"] = "skin"
    is_fine: bool


class Says(Sent):
    """How the receiver feels before or after: pain and ease, 0 to 10 each, null where it is not said.

    It is taken at any time and changes nothing else; the last one counts.
    """

    kind: Literal["felt"] = "felt"
    when: Literal["before", "after"]
    pain_nrs: Nrs | None = None
    ease_nrs: Nrs | None = None


Command = (
    Start | Pause | Resume | Skip | Back | Softer | Harder | Good | Pain | Here | Hold | Heard | Stop
    | Restart | Finish | Stones | Extend | Choose | Answer | Says
)  # fmt: skip

COMMANDS: tuple[type[Command], ...] = (
    Start, Pause, Resume, Skip, Back, Softer, Harder, Good, Pain, Here, Hold, Heard, Stop,
    Restart, Finish, Stones, Extend, Choose, Answer, Says,
)  # fmt: skip


class CommandBody(RootModel[Annotated[Command, Field(discriminator="kind")]]):
    """Any command, told apart by `kind`: for the JSON Schema and the API's own description."""


def read_command(document: Mapping[str, Any], *, name: str = "") -> Command:
    """Return the command that a mapping holds; raises DataError with every problem.

    >>> read_command({"kind": "pain", "client_id": "a1", "nrs": 4}).nrs
    4
    >>> try:
    ...     read_command({"kind": "softr", "client_id": "a1"})
    ... except DataError as error:
    ...     print(error)
    kind: 'softr' is not a command
        Did you mean softer?
    """
    known = {str(each.model_fields["kind"].default): each for each in COMMANDS}
    kind = document.get("kind")
    if not isinstance(kind, str) or kind not in known:
        what = "is missing" if kind is None else f"{str(kind)[:60]!r} is not a command"
        raise DataError([Problem(f"{name} kind".strip(), what, did_you_mean(str(kind), list(known)))])
    return read_mapping(known[kind], document, name=name)
