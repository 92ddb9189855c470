"""The watch over the tables: the database itself writes down every row that comes, changes or goes."""
