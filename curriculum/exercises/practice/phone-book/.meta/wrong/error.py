def number_of(book, name):
    return book[name]
