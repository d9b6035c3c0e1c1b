"""The notebooks of the foreign book run elsewhere: test_foreign_book.py."""

collect_ignore = ["foreign_book"]
