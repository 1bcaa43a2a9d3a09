"""The consumer-protection corner without its screens: topics from data files, figures from the cash-flow engine."""
