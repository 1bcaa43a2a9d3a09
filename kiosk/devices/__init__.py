"""Adapters of the ports; each library is imported in one place."""

import os

# onnxruntime 1.32 sends telemetry to its maker and keeps a database of it under the home folder, from its import on.
# WORKAROUND for https://github.com/microsoft/onnxruntime/pull/27379: the variable must stand before the import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
