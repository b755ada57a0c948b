"""The work: one async function per verb, one transaction per verb; called by the talking layer and the command line."""
