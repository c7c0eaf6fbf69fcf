"""What is drawn once and kept until anything changes: one number in the database that moves with every change.

A page or a part of one that is the same for many is kept in the memory of each process together with the number under
which it was drawn. Whoever asks for it reads the number first, so all processes, and commands run beside them, forget
it at once; nothing has to say what it was part of.
"""
