"""The session as pure data: states, events, effects, machine, script, delays."""
