"""What the press makes for each kind of docket (案卷): read from the store, composed, printed, handed in."""
