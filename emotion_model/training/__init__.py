"""How the reader was made: needs PyTorch and public data, neither of which the running house ever sees."""
