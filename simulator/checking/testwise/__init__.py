"""Whether the words of a library give its answers away, to somebody who understands none of them.

`Wording` is what a text looks like from outside, `read` is the test-wise reader that learns from other
encounters what is rated well, `examine` puts the reader and the simple guessers to a whole library.
"""
