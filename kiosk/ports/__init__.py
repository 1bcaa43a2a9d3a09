"""One file a device: a Protocol of one to three methods and the dataclasses that it speaks."""
