"""The people who take handoffs: who they are, how they prove it, and for how long that counts."""
