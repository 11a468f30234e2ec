"""What a reader may have meant: each module is one way of typing something wrong, or of saying it otherwise.

Every proposal is a word of this blog, found by the lexicon; `interpreter` decides which of them count.
"""
