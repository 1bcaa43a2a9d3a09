"""What an unexpected error may leave in the ordinary log: its kind and its place, never its text or values."""


def place_of(error: BaseException) -> str:
    """`file.py:line` where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    name = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1]
    return f"{name}:{trace.tb_lineno}"
