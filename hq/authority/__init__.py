"""Headquarters' authorities: device certificates, case signing, time stamps, training certificates of borrowers."""
