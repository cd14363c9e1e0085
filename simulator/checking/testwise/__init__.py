"""Whether the words of a library give its answers away, to somebody who understands none of them.

`Wording` describes a text from outside. `read` is the test-wise reader: it learns from other encounters what is rated
well. `examine` tests a whole library with that reader and with the simple guessers.
"""
