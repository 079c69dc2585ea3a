# Written by the agent into each environment.
SOCKET: str
