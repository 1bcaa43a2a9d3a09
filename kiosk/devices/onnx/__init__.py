"""What adapters with ONNX models share."""
