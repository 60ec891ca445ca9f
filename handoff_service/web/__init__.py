"""The pages that customers see: the demo company's home page and the chat widget's files."""
