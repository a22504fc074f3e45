def number_of(book, name):
    return book.setdefault(name, "unknown")
