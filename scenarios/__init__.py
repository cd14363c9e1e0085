"""The encounters that ship, as data: one YAML file each, in a folder per setting."""
