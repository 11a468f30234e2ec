"""A Whoosh codec whose postings are flat arrays that numpy maps from disk.

Whoosh keeps the index: schema, documents, stored fields, columns, deletions, segments, table of contents.
This package replaces the inverted index inside a segment: `TermsField` takes documents whole, `ArrayWriter`
keeps them in columns and writes one array file per segment, `ArrayPostings` hands the arrays to whoever
searches. Whoosh's own queries run over the same arrays through ordinary matchers.
"""
