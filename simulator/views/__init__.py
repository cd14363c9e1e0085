"""What every face shows, as plain values in words: the app draws them, the line-by-line player prints them.

A face adds layout and nothing else, so that nothing is in one that the other lacks.
"""
