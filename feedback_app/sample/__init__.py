"""A large body of fictional records and reports, for trying the system out and for measuring it.

`plan` decides who does what when, as the rules allow; `rows` writes down what each act leaves behind, just as the
operations do; `load` puts it into the database in bulk. The tests play the same plan through the operations and compare.
"""
