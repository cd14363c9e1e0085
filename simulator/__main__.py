"""`python -m simulator` and the command `encounter`."""

from simulator.commands.main import main

if __name__ == "__main__":
    main()
