"""Turns the tfjs graph models of a data package into ONNX files: the same bytes each time, on each machine.

`package` checks and reads the package, `graph` reads a model, `operators` translates it, `onnx_file` writes it.
numpy only: the ONNX format's few messages are written by hand, so that no library's version changes a byte.
"""
