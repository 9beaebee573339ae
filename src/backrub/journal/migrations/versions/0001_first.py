"""The first tables: streams, events, documents, people."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the four tables."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "streams",
        sa.Column("number", number, sa.Identity(), primary_key=True),
        sa.Column("stream", sa.String(128), nullable=False, unique=True),
        sa.Column("person", sa.String(128), index=True),
    )
    op.create_table(
        "events",
        sa.Column("stream", sa.String(128), sa.ForeignKey("streams.stream"), primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at_s", sa.Double, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("client_id", sa.String(128)),
        sa.Column("part", sa.Integer, nullable=False),
        sa.UniqueConstraint("stream", "client_id", "part", name="events_command"),
    )
    op.create_table(
        "documents",
        sa.Column("stream", sa.String(128), sa.ForeignKey("streams.stream"), primary_key=True),
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.String(128), primary_key=True),
        sa.Column("answers", sa.Text, nullable=False),
    )
