"""What Collegium costs: CPU a request against the floor of the same run, memory, start, weight (docs/bench.md).

`bin/bench` starts its own sites on its own data and leaves nothing running. It measures; it never fails for being slow.
"""
