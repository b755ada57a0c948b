"""The assistant itself: the rules, the work, the talking, and the doors it talks through."""
