"""What several onnxruntime adapters share."""
