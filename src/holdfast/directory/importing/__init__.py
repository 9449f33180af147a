"""Reading directories in the forms others write (Ohana CSV, HSDS 3.0 JSON and CSV) into entries, and storing them."""
