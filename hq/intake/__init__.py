"""Takes parts, manifests and heads over mutual TLS; holds no key that could open them."""
