"""What supervisors read. One module for each noun: lines of the log, what a search box means, tickets."""
