"""Tables -> answers. Pure: no file, clock, network or chart; randomness comes in as a seed."""
