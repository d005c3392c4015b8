"""One module of settings for each way of running; all of them stand on base."""
