"""Alembic's entry: run the steps in the transaction that was passed in. There is no other way to run them."""

from alembic import context

from backrub.journal.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
)
context.run_migrations()
