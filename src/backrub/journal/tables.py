"""The journal's tables, as the newest migration leaves them (a test holds the two together)."""

from __future__ import annotations

import sqlalchemy as sa

HEAD = "0001"
"""The newest migration; kept here so that an up-to-date journal opens without loading Alembic."""

VERSION_TABLE = "journal_version"

METADATA = sa.MetaData()

STREAMS = sa.Table(
    "streams",
    METADATA,
    # Only the order of opening; the name is the key that everything else points at.
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), sa.Identity(), primary_key=True),
    sa.Column("stream", sa.String(128), nullable=False, unique=True),
    # An opaque id and no foreign key, for the stream outlives the person's row.
    sa.Column("person", sa.String(128), index=True),
)

EVENTS = sa.Table(
    "events",
    METADATA,
    # This key is the lock: of two writers after the same position, one finds its place taken.
    sa.Column("stream", sa.String(128), sa.ForeignKey("streams.stream"), primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("at_s", sa.Double, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("client_id", sa.String(128)),
    sa.Column("part", sa.Integer, nullable=False),
    # And this one makes a command sent twice happen once.
    sa.UniqueConstraint("stream", "client_id", "part", name="events_command"),
)

DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    sa.Column("stream", sa.String(128), sa.ForeignKey("streams.stream"), primary_key=True),
    sa.Column("name", sa.String(128), primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
)

PEOPLE = sa.Table(
    "people",
    METADATA,
    sa.Column("person", sa.String(128), primary_key=True),
    sa.Column("answers", sa.Text, nullable=False),
)
