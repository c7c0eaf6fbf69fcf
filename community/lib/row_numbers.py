"""`<row:pk>` in an address: a number that a row may have. What is longer is the address of nothing.

With `<int:pk>` Django finds no row of that number either, but not where the key points to another table, as that of
every kind of page does: there the database is asked, and cannot hold the number.
"""

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowNumber(IntConverter):
    regex = "[0-9]{1,18}"


register_converter(RowNumber, "row")
