"""The imperative shell: runner, workers, recorder, log writer, mailbox, settings."""
