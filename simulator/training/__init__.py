"""What a trainee does: play and resume, look back, and see what to practise next.

The app, the line-by-line player and the commands are three thin faces over this room.
"""
